// What is on the page.

/** @type {<E extends HTMLElement = HTMLElement>(selector: string) => Part & E} */
export const one = (selector) => document.querySelector(selector);

/** @type {(selector: string) => (Part & HTMLElement)[]} */
export const all = (selector) => [...document.querySelectorAll(selector)];

export const showHandles = () => all('.handle').forEach((handle) => { handle.hidden = false; });
