import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'
import { readTemplates } from '../../src/platform/web/views.ts'

/** One use of a message in a template or a source file. `prefix` uses are `(concat "state." state)`. */
export type MessageUse = {
  file: string
  line: number
  key: string
  prefix: boolean
  /** Names of the values passed; undefined where the call's values cannot be read off. */
  values: string[] | undefined
}

export type Template = { name: string; file: string; source: string; program: hbs.AST.Program }

const views = fileURLToPath(new URL('../../views/', import.meta.url))
const source = fileURLToPath(new URL('../../src/', import.meta.url))

/** All templates of the shop, parsed. Throws the parser's own message on a syntax error. */
export function parseTemplates(directory = views): Template[] {
  return readTemplates(directory).map(({ name, source }) => {
    const file = `views/${name}.hbs`
    return { name, file, source, program: Handlebars.parse(source, { srcName: file }) }
  })
}

type Call = hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression

/** Calls back for each helper call (mustache, block or subexpression) and each partial of a template. */
export function walk(
  program: hbs.AST.Program,
  on: {
    call?(name: string, call: Call): void
    partial?(name: string | undefined, node: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement): void
    inline?(name: string): void
  },
) {
  const call = (node: Call) => on.call?.((node.path as hbs.AST.PathExpression).original as string, node)
  const partial = (node: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement) => {
    on.partial?.(node.name.type === 'PathExpression' ? String(node.name.original) : undefined, node)
  }
  class Walker extends Handlebars.Visitor {
    override MustacheStatement(node: hbs.AST.MustacheStatement) {
      call(node)
      super.MustacheStatement(node)
    }
    override BlockStatement(node: hbs.AST.BlockStatement) {
      call(node)
      super.BlockStatement(node)
    }
    override SubExpression(node: hbs.AST.SubExpression) {
      call(node)
      super.SubExpression(node)
    }
    override PartialStatement(node: hbs.AST.PartialStatement) {
      partial(node)
      super.PartialStatement(node)
    }
    override PartialBlockStatement(node: hbs.AST.PartialBlockStatement) {
      partial(node)
      super.PartialBlockStatement(node)
    }
    override DecoratorBlock(node: hbs.AST.DecoratorBlock) {
      const [name] = node.params
      if (name?.type === 'StringLiteral') on.inline?.((name as hbs.AST.StringLiteral).value)
      super.DecoratorBlock(node)
    }
  }
  new Walker().accept(program)
}

/** The templates that a template takes in. */
export function partialsIn({ program }: Template): string[] {
  const names: string[] = []
  walk(program, { partial: (name) => names.push(...(name === undefined ? [] : [name])) })
  return names
}

/** Every message that a template shows by `t`. */
export function messagesInTemplate({ file, program }: Template): MessageUse[] {
  const uses: MessageUse[] = []
  walk(program, {
    call(name, node) {
      if (name !== 't') return
      const found = literalOf(node.params[0])
      const values = node.hash?.pairs.map(({ key }) => key) ?? []
      for (const { key, prefix } of found) uses.push({ file, line: node.loc.start.line, key, prefix, values })
    },
  })
  return uses
}

/** The key itself, a key's beginning, or the texts that a condition chooses between. */
function literalOf(node: hbs.AST.Expression | undefined): { key: string; prefix: boolean }[] {
  if (node?.type === 'StringLiteral') return [{ key: (node as hbs.AST.StringLiteral).value, prefix: false }]
  if (node?.type !== 'SubExpression') return []
  const [first, ...rest] = (node as hbs.AST.SubExpression).params
  const name = ((node as hbs.AST.SubExpression).path as hbs.AST.PathExpression).original
  if (name === 'concat') return literalOf(first).map(({ key }) => ({ key, prefix: true }))
  return [first, ...rest].flatMap(literalOf)
}

/** Every message that a source file names: `t('key')`, and any text that looks like a key of ours. */
export function messagesInSource(keys: ReadonlySet<string>): MessageUse[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => inSourceFile(`src/${name}`, readFileSync(join(source, name), 'utf8'), keys))
}

function inSourceFile(file: string, text: string, keys: ReadonlySet<string>): MessageUse[] {
  return text.split('\n').flatMap((line, index) => {
    const use = (key: string, prefix: boolean) => ({ file, line: index + 1, key, prefix, values: undefined })
    const called = [...line.matchAll(/\bt\(\s*'([^']+)'/g), ...line.matchAll(/'(errors\.\w+)'/g)]
    const named = [...line.matchAll(/'([\w.-]+)'/g)].filter(([, key]) => keys.has(key as string))
    const begun = [...line.matchAll(/`([a-zA-Z][\w-]*\.[\w.-]*)\$\{/g)]
    return [
      ...[...called, ...named].map(([, key]) => use(key as string, false)),
      ...begun.map(([, key]) => use(key as string, true)),
    ]
  })
}
