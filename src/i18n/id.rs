pub const MESSAGES: super::Messages = super::Messages{};
