// Nothing needs this file. It shows a sign while its words are written, and looks at a file before it is sent.
const form = document.querySelector('form[novalidate]')
const words = form?.elements.words
const preview = document.getElementById('preview')
if (words && preview) live(words, preview)
const file = form?.elements.artwork
if (file) file.addEventListener('change', () => say(file, tooLarge(file) ? file.dataset.tooLarge : ''))
form?.addEventListener('submit', (event) => {
  if (!file || event.submitter?.formAction === preview?.querySelector('button').formAction || !tooLarge(file))
    return
  event.preventDefault()
  file.focus()
})

if (words?.dataset.counted) {
  const count = document.createElement('p')
  count.className = 'hint'
  const show = () => {
    count.textContent = `${words.dataset.counted} ${words.value.length} / ${words.maxLength}`
  }
  words.addEventListener('input', show)
  words.after(count)
  show()
}

function tooLarge({ files, dataset }) {
  return files[0]?.size > Number(dataset.most)
}

function live(field, figure) {
  let timer
  let asked
  const look = async () => {
    asked?.abort()
    if (!field.value.trim()) return
    asked = new AbortController()
    const typed = new URLSearchParams(
      [...new FormData(form)].filter(([, value]) => typeof value === 'string'),
    )
    const to = figure.querySelector('button').formAction
    try {
      const answer = await fetch(to, { method: 'POST', body: typed, signal: asked.signal })
      if (answer.ok) swap(await answer.text(), field, figure)
    } catch {
      // The button still shows it.
    }
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(look, 350)
  }
  field.addEventListener('input', soon)
  for (const variant of form.querySelectorAll('[name="variant"]')) variant.addEventListener('change', soon)
}

function swap(html, field, figure) {
  const page = new DOMParser().parseFromString(html, 'text/html')
  const error = page.getElementById('words-error')
  say(field, error ? error.lastChild.textContent.trim() : '')
  const drawn = page.querySelector('#preview > [role="img"]')
  if (!drawn) return
  figure.querySelector('.drawn').replaceWith(document.importNode(drawn, true))
}

/** Says beside a field what is wrong with it, aloud too; an empty text says that nothing is. */
function say(field, text) {
  const id = `${field.id}-said`
  let place = document.getElementById(id)
  if (!place) {
    place = Object.assign(document.createElement('p'), { id, className: 'error' })
    place.setAttribute('aria-live', 'polite')
    field.closest('.field').append(place)
    field.setAttribute('aria-describedby', `${field.getAttribute('aria-describedby') ?? ''} ${id}`.trim())
  }
  document.getElementById(`${field.id}-error`)?.remove()
  place.textContent = text
  if (text) field.setAttribute('aria-invalid', 'true')
  else field.removeAttribute('aria-invalid')
}
