import type { Fields } from './client.ts'
import { attribute, type HtmlElement, textOf, unescaped } from './html.ts'

/** A form as a browser without scripts would send it. */
export type Form = {
  readonly id: string | undefined
  readonly action: string
  readonly method: 'get' | 'post'
  readonly multipart: boolean
  /** The names of all fields, in the order of the page. */
  readonly names: string[]
  /**
   * What would be sent with these values typed in. Throws where the page has no such field or no such option,
   * and where a button's text is asked for that is not there. An empty list unticks a box.
   */
  filled(values?: Fields, button?: string): Record<string, string | File | readonly string[]>
}

type Field = { name: string; kind: string; options: string[]; chosen: string[] }

/** All forms of a page; one without an action sends to the page's own path. */
export function formsIn(root: HtmlElement, path: string): Form[] {
  return root.querySelectorAll('form').map((form) => openForm(root, form, path))
}

function openForm(root: HtmlElement, form: HtmlElement, path: string): Form {
  const id = attribute(form, 'id')
  const fields = fieldsOf(root, form, id)
  return {
    id,
    action: attribute(form, 'action') || path,
    method: attribute(form, 'method')?.toLowerCase() === 'post' ? 'post' : 'get',
    multipart: attribute(form, 'enctype') === 'multipart/form-data',
    names: [...fields.keys()],
    filled(values = {}, button) {
      const sent: Record<string, string | File | readonly string[]> = {}
      for (const [name, { chosen }] of fields) if (chosen.length > 0) sent[name] = one(chosen)
      for (const [name, value] of Object.entries(values))
        sent[name] = typed(fields.get(name), name, value, path)
      return { ...sent, ...pressed(root, form, id, button, path) }
    },
  }
}

function fieldsOf(root: HtmlElement, form: HtmlElement, id: string | undefined): Map<string, Field> {
  const fields = new Map<string, Field>()
  for (const element of controls(root, form, id, ['input', 'select', 'textarea'])) {
    const name = attribute(element, 'name')
    if (!name || element.hasAttribute('disabled')) continue
    const kind = element.tagName === 'input' ? (attribute(element, 'type') ?? 'text') : element.tagName
    if (kind === 'submit' || kind === 'button' || kind === 'image' || kind === 'reset') continue
    const field = fields.get(name) ?? { name, kind, options: [], chosen: [] }
    addTo(field, element, kind)
    fields.set(name, field)
  }
  return fields
}

/** Controls inside the form and those that name it from elsewhere. */
function controls(
  root: HtmlElement,
  form: HtmlElement,
  id: string | undefined,
  tags: string[],
): HtmlElement[] {
  const outside = id === undefined ? [] : tags.flatMap((tag) => root.querySelectorAll(`${tag}[form="${id}"]`))
  const inside = form.querySelectorAll('*').filter((element) => tags.includes(element.tagName))
  return [...inside.filter((element) => !element.hasAttribute('form')), ...outside]
}

function addTo(field: Field, element: HtmlElement, kind: string) {
  if (kind === 'select') return addOptions(field, element)
  if (kind === 'textarea') {
    // A browser drops the first line break of a text area.
    field.chosen.push(unescaped(element.textContent).replace(/^\n/, ''))
    return
  }
  const value = attribute(element, 'value')
  if (kind === 'radio' || kind === 'checkbox') {
    field.options.push(value ?? 'on')
    if (element.hasAttribute('checked')) field.chosen.push(value ?? 'on')
  } else if (kind !== 'file') field.chosen.push(value ?? '')
}

function addOptions(field: Field, select: HtmlElement) {
  const options = select.querySelectorAll('option')
  const optionValue = (option: HtmlElement) => attribute(option, 'value') ?? textOf(option)
  field.options.push(...options.map(optionValue))
  const selected = options.filter((option) => option.hasAttribute('selected'))
  field.chosen.push(...(selected.length > 0 ? selected : options.slice(0, 1)).map(optionValue))
}

function typed(field: Field | undefined, name: string, value: Fields[string], path: string) {
  if (!field) throw new Error(`${path}: the form has no field ${name}`)
  if (field.options.length === 0 || value instanceof File) return value
  for (const chosen of [value].flat()) {
    if (!field.options.includes(chosen)) {
      throw new Error(`${path}: ${name} offers ${field.options.join(', ')}, not ${chosen}`)
    }
  }
  return value
}

function pressed(
  root: HtmlElement,
  form: HtmlElement,
  id: string | undefined,
  text: string | undefined,
  path: string,
) {
  const buttons = controls(root, form, id, ['button'])
  if (text === undefined) return buttons.length === 1 ? buttonFields(buttons[0] as HtmlElement) : {}
  const found = buttons.find((button) => textOf(button) === text)
  if (!found) throw new Error(`${path}: no button "${text}"`)
  return buttonFields(found)
}

function buttonFields(button: HtmlElement): Record<string, string> {
  const name = attribute(button, 'name')
  return name ? { [name]: attribute(button, 'value') ?? '' } : {}
}

function one(chosen: string[]): string | string[] {
  return chosen.length === 1 ? (chosen[0] as string) : chosen
}
