import { resolve } from 'node:path'
import { type Taken, take } from '../bookkeeping/exports.ts'
import type { Period } from '../bookkeeping/periods.ts'
import { type ExportFormat, exportFormats } from '../bookkeeping/table.ts'
import { Conflict, StartupError } from '../platform/errors.ts'
import { type IsoDate, isoDate } from '../platform/time.ts'
import { type Command, type Given, required } from './command.ts'
import { writeWhole } from './files.ts'
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
    const file = resolve(required(given, 'out'))
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
      const taken = await writeWhole(file, (sink) =>
        take(around, { format, period, by: null, actor: 'command' }, sink, progress),
      ).catch(tooMany)
      out(values.json ? JSON.stringify({ ...period, format, file, ...taken }) : sentence(file, taken))
    })
  },
}

/** What one archive cannot hold is said in a sentence of its own. */
function tooMany(error: unknown): never {
  if (error instanceof Conflict)
    throw new StartupError('One file does not hold so many documents: choose a shorter period.')
  throw error
}

function sentence(file: string, { documents, bytes, sha256 }: Taken): string {
  return `${documents} documents are in ${file} (${(bytes / 1_000_000).toFixed(1)} MB, SHA-256 ${sha256}).`
}

function dayOf(given: Given, name: 'from' | 'to'): IsoDate {
  try {
    return isoDate(required(given, name))
  } catch (error) {
    if (error instanceof StartupError) throw error
    throw new StartupError(`--${name} takes a day like 2026-10-31.`)
  }
}

function formatOf(given: Given): ExportFormat {
  const format = exportFormats.find((one) => one === required(given, 'format'))
  if (!format) throw new StartupError(`--format is one of ${exportFormats.join(', ')}.`)
  return format
}

function languageOf({ values }: Given): 'lv' | 'en' {
  const { language = 'lv' } = values
  if (language !== 'lv' && language !== 'en') throw new StartupError('--language is lv or en.')
  return language
}
