// Nothing needs this file. It counts what is left of a sign's text while one writes.
for (const field of document.querySelectorAll('[data-counted]')) {
  const count = document.createElement('p')
  count.className = 'hint'
  const show = () => {
    count.textContent = `${field.dataset.counted} ${field.value.length} / ${field.maxLength}`
  }
  field.addEventListener('input', show)
  field.after(count)
  show()
}
