import { parseArgs } from 'node:util'
import { processEnvironment, readConfig } from '../platform/config.ts'
import { startupSentence } from '../startup-sentence.ts'
import type { Command } from './command.ts'

/** Each command is a file of its own, loaded when it is asked for. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  setup: async () => (await import('./setup.ts')).setup,
  'owner-link': async () => (await import('./owner-link.ts')).ownerLink,
  'import-points': async () => (await import('./import-points.ts')).importPoints,
  'import-goods': async () => (await import('./import-goods.ts')).importGoods,
  'export-goods': async () => (await import('./export-goods.ts')).exportGoods,
  'import-statement': async () => (await import('./import-statement.ts')).importStatement,
  'take-over-invoices': async () => (await import('./take-over-invoices.ts')).takeOverInvoices,
  'export-invoices': async () => (await import('./export-invoices.ts')).exportInvoices,
  'export-debts': async () => (await import('./export-debts.ts')).exportDebts,
  seed: async () => (await import('./seed.ts')).seed,
  'rotate-personal-code-key': async () =>
    (await import('./rotate-personal-code-key.ts')).rotatePersonalCodeKey,
  rights: async () => (await import('./rights.ts')).rights,
  retention: async () => (await import('./retention.ts')).retention,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  worker: async () => (await import('./worker.ts')).worker,
}

const write = (stream: NodeJS.WriteStream) => (line: string) => {
  stream.write(`${line}\n`)
}
const out = write(process.stdout)
const tell = write(process.stderr)

process.exitCode = await main(process.argv.slice(2))

async function main([name, ...rest]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') return list(out, 0)
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    tell(`There is no command "${name}".`)
    return list(tell, 1)
  }
  try {
    return await call(name, await load(), rest)
  } catch (error) {
    tell(startupSentence(error))
    return 1
  }
}

async function call(name: string, command: Command, rest: string[]): Promise<number> {
  const options = { ...command.options, help: { type: 'boolean' } } as const
  const parsed = tryParse(rest, options)
  if (parsed?.values.help) {
    out(`npm run shop -- ${name} ${command.usage}\n\n${command.summary}`)
    return 0
  }
  const { least, most } = command.arguments ?? { least: 0, most: 0 }
  if (parsed === undefined || parsed.arguments.length < least || parsed.arguments.length > most) {
    tell(`"${name}" is not called like that: npm run shop -- ${name} --help`)
    return 1
  }
  await command.run({ config: readConfig(processEnvironment()), ...parsed, out, tell })
  return 0
}

interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly arguments: readonly string[]
}

function tryParse(
  args: string[],
  options: NonNullable<Parameters<typeof parseArgs>[0]>['options'],
): Parsed | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: options!,
      strict: true,
      allowPositionals: true,
    })
    return { values: values as Parsed['values'], arguments: positionals }
  } catch {
    return undefined
  }
}

async function list(to: (line: string) => void, code: number): Promise<number> {
  to('npm run shop -- <command> [options]; --help after a command tells more.\n')
  for (const [name, load] of Object.entries(commands)) to(`  ${name.padEnd(13)} ${(await load()).summary}`)
  return code
}
