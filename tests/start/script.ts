import { readFileSync } from 'node:fs'

const manifest = new URL('../../package.json', import.meta.url)

/** What node is given by a script of package.json: the tests start the shop as people do. */
export function argumentsOf(script: 'start' | 'shop'): string[] {
  const { scripts } = JSON.parse(readFileSync(manifest, 'utf8')) as { scripts: Record<string, string> }
  const [program, ...args] = scripts[script]!.split(' ')
  if (program !== 'node') throw new Error(`the script ${script} does not call node`)
  return args
}
