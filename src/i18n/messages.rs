#[derive(Debug)] pub struct Messages {}
