import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { laid, looks } from './papers/looks.ts'
import { type Paper, papers } from './papers/papers.ts'
import { missingPrograms } from './papers/programs.ts'
import { spreadsheet } from './papers/spreadsheet.ts'
import { type Asked, judged, type ProofResult } from './result.ts'
import { ourFolder } from './shop/leftovers.ts'

/**
 * What the programs of others say of our documents and tables: one of each kind in each language, and the sales register
 * opened in Latvian. A program that is not here is named, and its part is not run.
 */
export async function documents({ say }: Asked): Promise<ProofResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bodite-documents-'))
  ourFolder(folder)
  const missing = missingPrograms()
  const all = await papers()
  const results: ProofResult[] = []
  for (const [tool, look] of Object.entries(looks)) {
    const name = `documents before ${tool}`
    if (missing.some((one) => one === tool)) results.push(notRun(name, tool))
    else results.push(await shown(name, all, look, folder, say))
  }
  const name = 'the sales register in LibreOffice'
  if (missing.includes('soffice')) return [...results, notRun(name, 'soffice')]
  const { wrong, cells } = await spreadsheet(folder)
  for (const line of wrong) say(`  ${line}`)
  return [
    ...results,
    judged(name, { 'cells that are not what they were': wrong.length }, {}, [`${cells} cells`]),
  ]
}

async function shown(
  name: string,
  all: readonly Paper[],
  look: (file: string, paper: Paper) => Promise<string[]>,
  folder: string,
  say: Asked['say'],
): Promise<ProofResult> {
  let complaints = 0
  for (const paper of all) {
    const found = await look(laid(folder, paper), paper).catch((error: Error) => [error.message])
    for (const line of found) say(`  ${paper.kind} (${paper.language}): ${line}`)
    complaints += found.length
  }
  return judged(name, { complaints }, {}, [`${all.length} documents`])
}

function notRun(name: string, tool: string): ProofResult {
  return { name, held: true, detail: `not run: no ${tool} here` }
}
