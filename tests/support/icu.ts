import { IntlMessageFormat } from 'intl-messageformat'

/** An ICU message's placeholders, and how each is written: `count plural(one other)`. */
export type MessageShape = {
  names: string[]
  /** Sorted; plural cases are left out, because each language has its own. */
  kinds: string[]
  plurals: string[][]
}

type Element = {
  type: number
  value: string
  options?: Record<string, { value: Element[] }>
}

const plural = 6
const select = 5
const kindNames = ['', 'text', 'number', 'date', 'time', 'select', 'plural']

/** Throws ICU's own SyntaxError where the message cannot be parsed. */
export function messageArguments(text: string, locale: string): MessageShape {
  const found = elementsOf(
    new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }).getAst() as Element[],
  )
  return {
    names: [...new Set(found.map(({ value }) => value))],
    kinds: [...new Set(found.map(kindOf))].sort(),
    plurals: found
      .filter(({ type }) => type === plural)
      .map(({ options }) => Object.keys(options ?? {}).filter((name) => !name.startsWith('='))),
  }
}

function elementsOf(elements: Element[]): Element[] {
  return elements
    .filter(({ type }) => type >= 1 && type <= plural)
    .flatMap((element) => [
      element,
      ...Object.values(element.options ?? {}).flatMap(({ value }) => elementsOf(value)),
    ])
}

function kindOf({ type, value, options }: Element): string {
  const cases =
    type === select
      ? `(${Object.keys(options ?? {})
          .sort()
          .join(' ')})`
      : ''
  return `${value} ${kindNames[type]}${cases}`
}
