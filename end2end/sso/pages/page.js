// Shows who is there, as page.ts does for services with a server.

/** `person`: what is shown by the id of its place; `links`: what is done by the name of its button. */
export function show(person, links) {
  const shown = person ? Object.entries(person) : [['nobody', 'Belum masuk']]
  const places = shown.map(([id, text]) => Object.assign(document.createElement('p'), { id, textContent: text }))
  const names = person ? ['login', 'refresh', 'logout'] : ['login']
  const buttons = names.map((id) => Object.assign(document.createElement('button'), { id, textContent: id, onclick: links[id] }))
  document.body.replaceChildren(...places, ...buttons)
}
