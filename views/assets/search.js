// Nothing needs this file: without it the field is a plain form. With it the field offers goods while one writes
// (the combobox pattern of the ARIA Authoring Practices: arrows, Enter, Escape).
const field = document.querySelector('[data-suggestions]')
if (field) suggestIn(field)

function suggestIn(input) {
  const list = document.createElement('ul')
  list.id = 'suggestions'
  list.className = 'float'
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', input.dataset.label)
  list.hidden = true
  input.after(list)
  const set = (name, value) => input.setAttribute(`aria-${name}`, value)
  input.setAttribute('role', 'combobox')
  set('autocomplete', 'list')
  set('controls', list.id)
  set('expanded', 'false')
  let active = -1
  let timer
  let running

  const choose = (index) => {
    active = index
    for (const [at, option] of [...list.children].entries())
      option.setAttribute('aria-selected', String(at === index))
    if (index < 0) return input.removeAttribute('aria-activedescendant')
    set('activedescendant', list.children[index].id)
    list.children[index].scrollIntoView({ block: 'nearest' })
  }
  const open = (yes) => {
    list.hidden = !yes
    set('expanded', String(yes))
    if (!yes) choose(-1)
  }
  const show = (found) => {
    list.replaceChildren(
      ...found.map(({ name, note, href }, index) => {
        const option = document.createElement('li')
        const words = document.createElement('span')
        const aside = document.createElement('span')
        option.id = `suggestion-${index}`
        option.setAttribute('role', 'option')
        option.dataset.href = href
        words.textContent = name
        aside.textContent = note
        aside.className = 'soft'
        option.append(words, ' ', aside)
        return option
      }),
    )
    choose(-1)
    open(found.length > 0 && document.activeElement === input)
  }
  const ask = async () => {
    running?.abort()
    running = new AbortController()
    const words = input.value.trim()
    if (words.length < 2) return show([])
    try {
      const { signal } = running
      const answer = await fetch(`${input.dataset.suggestions}?q=${encodeURIComponent(words)}`, { signal })
      if (answer.ok) show(await answer.json())
    } catch {
      // Typed on, or the line is down: the form still works.
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(ask, 150)
  })
  input.addEventListener('blur', () => open(false))
  input.addEventListener('keydown', (event) => {
    const many = list.children.length
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && many) {
      event.preventDefault()
      if (list.hidden) open(true)
      // Past either end the field itself has its turn.
      choose(((active + step + many + 2) % (many + 1)) - 1)
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      open(false)
    } else if (event.key === 'Enter' && active >= 0) {
      event.preventDefault()
      location.assign(list.children[active].dataset.href)
    }
  })
  list.addEventListener('pointerdown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]')
    if (option) location.assign(option.dataset.href)
  })
}
