// Nothing needs this file. It puts a search above a long list of parcel lockers.
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

for (const field of document.querySelectorAll('.points')) {
  const select = field.querySelector('select')
  const first = select.options[0]
  const towns = [...select.querySelectorAll('optgroup')].map((town) => ({
    label: town.label,
    points: [...town.children].map((point) => ({ point, words: plain(`${town.label} ${point.text}`) })),
  }))

  const label = document.createElement('label')
  label.textContent = field.dataset.search
  label.htmlFor = `${select.id}-search`
  const search = document.createElement('input')
  search.className = 'input'
  search.type = 'search'
  search.id = label.htmlFor
  search.autocomplete = 'off'
  const said = document.createElement('p')
  said.className = 'hint'
  said.setAttribute('role', 'status')

  search.addEventListener('input', () => {
    const words = plain(search.value).split(/\s+/)
    const chosen = select.value
    const groups = towns.flatMap(({ label: town, points }) => {
      const found = points.filter((one) => words.every((word) => one.words.includes(word)))
      if (found.length === 0) return []
      const group = document.createElement('optgroup')
      group.label = town
      group.append(...found.map(({ point }) => point))
      return [group]
    })
    select.replaceChildren(first, ...groups)
    const left = [...select.options].map(({ value }) => value)
    select.value = left.length === 2 ? left[1] : left.includes(chosen) ? chosen : ''
    said.textContent = groups.length === 0 ? field.dataset.none : ''
  })
  field.prepend(label, search, said)
}
