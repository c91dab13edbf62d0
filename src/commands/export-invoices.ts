import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { type Taken, take } from '../bookkeeping/exports.ts'
import type { Period } from '../bookkeeping/periods.ts'
import { type ExportFormat, exportFormats } from '../bookkeeping/table.ts'
import { Conflict, StartupError } from '../platform/errors.ts'
import { type IsoDate, isoDate } from '../platform/time.ts'
import type { Command, Given } from './command.ts'
import { withShop } from './with-shop.ts'

export const exportInvoices: Command = {
  summary: 'Writes a period of the books for the accountant: documents, sales register, journal, returns.',
  usage: `--from DATE --to DATE --format pack|csv|ubl|pdf|journal|oss --out FILE [--language lv|en] [--json]

--from, --to  the first and the last day (YYYY-MM-DD)
--format      pack: everything with its manifest, a zip; csv: the sales register; ubl, pdf: the documents, a zip;
              journal: double entry; oss: figures for the One-Stop-Shop return
--out         the file; an earlier one of that name is replaced when the new one is whole
--language    of the headings; lv
--json        one JSON object instead of a sentence

It is noted as handed to the accountant, for each order in it.`,
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
    language: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(given) {
    const { values, out, tell, config } = given
    const period: Period = { from: dayOf(given, 'from'), until: dayOf(given, 'to') }
    if (period.until < period.from) throw new StartupError('--to is a day before --from.')
    const format = formatOf(given)
    const language = languageOf(given)
    const file = resolve(textOf(given, 'out'))
    await withShop(config, async (shop) => {
      const around = {
        access: shop.database.backoffice,
        settings: shop.known().settings,
        clock: shop.clock,
        t: shop.t(language),
      }
      const progress = (done: number, of: number) => {
        if (done % 500 === 0 || done === of) tell(`${done}/${of}`)
      }
      const taken = await written(file, (sink) =>
        take(around, { format, period, by: null, actor: 'command' }, sink, progress),
      )
      out(values.json ? JSON.stringify({ ...period, format, file, ...taken }) : sentence(file, taken))
    })
  },
}

/** Writes beside the file and takes its place at the end, so that half an export is never one. */
async function written(
  file: string,
  work: (sink: (bytes: Uint8Array) => Promise<void>) => Promise<Taken>,
): Promise<Taken> {
  const partial = `${file}.partial`
  const stream = createWriteStream(partial, { mode: 0o600 })
  try {
    await once(stream, 'open')
    const taken = await work(async (bytes) => {
      if (!stream.write(bytes)) await once(stream, 'drain')
    })
    stream.end()
    await finished(stream)
    await rename(partial, file)
    return taken
  } catch (error) {
    stream.on('error', () => {})
    stream.destroy()
    await rm(partial, { force: true })
    throw told(file, error)
  }
}

function told(file: string, error: unknown): unknown {
  if (error instanceof Conflict)
    return new StartupError('One file does not hold so many documents: choose a shorter period.')
  const { syscall, code } = error as NodeJS.ErrnoException
  return syscall === undefined && code !== 'ENOSPC'
    ? error
    : new StartupError(`The file ${file} cannot be written (${code}); nothing was left of it.`)
}

function sentence(file: string, { documents, bytes, sha256 }: Taken): string {
  return `${documents} documents are in ${file} (${(bytes / 1_000_000).toFixed(1)} MB, SHA-256 ${sha256}).`
}

function dayOf(given: Given, name: 'from' | 'to'): IsoDate {
  try {
    return isoDate(textOf(given, name))
  } catch (error) {
    if (error instanceof StartupError) throw error
    throw new StartupError(`--${name} takes a day like 2026-10-31.`)
  }
}

function formatOf(given: Given): ExportFormat {
  const format = exportFormats.find((one) => one === textOf(given, 'format'))
  if (!format) throw new StartupError(`--format is one of ${exportFormats.join(', ')}.`)
  return format
}

function languageOf({ values }: Given): 'lv' | 'en' {
  const { language = 'lv' } = values
  if (language !== 'lv' && language !== 'en') throw new StartupError('--language is lv or en.')
  return language
}

function textOf({ values }: Given, name: string): string {
  const text = values[name]
  if (typeof text !== 'string' || text === '')
    throw new StartupError(`--${name} is missing: --help tells more.`)
  return text
}
