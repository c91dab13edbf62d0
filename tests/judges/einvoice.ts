import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InvoiceSnapshot } from '../../src/invoicing/snapshot.ts'
import { ublOf } from '../../src/invoicing/ubl/document.ts'
import { endpointOf } from '../../src/invoicing/ubl/parties.ts'
import { madeUpYear } from './year.ts'

/**
 * Asks the outside judge about every document of a made-up year: companies by schema, EN 16931 and Peppol; consumers, whom
 * Peppol does not reach, by the first two. `node tests/judges/einvoice.ts FOLDER-OF-THE-JUDGE`; exit 1 for any violation.
 */
const [from] = process.argv.slice(2)
if (!from || !existsSync(join(from, 'validate.mjs'))) throw new Error('which folder is the judge in?')

const folder = mkdtempSync(join(tmpdir(), 'einvoice-'))
try {
  process.exitCode = judged(readyJudge(from, folder), folder) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The judge may stand where nobody writes. */
function readyJudge(from: string, folder: string): string {
  if (existsSync(join(from, 'node_modules'))) return from
  const judge = join(folder, 'judge')
  cpSync(from, judge, { recursive: true })
  execFileSync('npm', ['ci', '--silent'], { cwd: judge, stdio: 'inherit' })
  return judge
}

function judged(judge: string, folder: string): boolean {
  const year = madeUpYear()
  const reached = (one: InvoiceSnapshot) => endpointOf(one.buyer) !== undefined
  const companies = written(join(folder, 'companies'), year.filter(reached))
  const consumers = written(
    join(folder, 'consumers'),
    year.filter((one) => !reached(one)),
  )
  const kinds = Object.entries(Object.groupBy(year, ({ kind }) => kind))
  say(kinds.map(([kind, all]) => `${all!.length} ${kind}`).join(', '))
  return [ask(judge, companies, 'xsd,cen,peppol'), ask(judge, consumers, 'xsd,cen')].every(Boolean)
}

function written(folder: string, documents: readonly InvoiceSnapshot[]): string[] {
  mkdirSync(folder)
  return documents.map((document) => {
    const file = join(folder, `${document.number}.xml`)
    writeFileSync(file, ublOf(document))
    return file
  })
}

function ask(judge: string, files: readonly string[], layers: string): boolean {
  const asked = [join(judge, 'validate.mjs'), `--only=${layers}`, ...files]
  const { status, stdout, stderr } = spawnSync(process.execPath, asked, { encoding: 'utf8' })
  const said = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('VALID'))
  const valid = stdout.split('\n').filter((line) => line.startsWith('VALID')).length
  say([`${layers}: ${valid} of ${files.length} valid`, ...said, stderr].filter(Boolean).join('\n'))
  return status === 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
