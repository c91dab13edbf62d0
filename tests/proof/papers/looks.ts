import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Paper } from './papers.ts'
import { type Program, saidBy } from './programs.ts'

/** What each program has against a document; an empty list is praise. */
export const looks: Readonly<
  Record<Exclude<Program, 'soffice'>, (file: string, paper: Paper) => Promise<string[]>>
> = {
  pdffonts: async (file) => {
    const [, , ...fonts] = saidBy('pdffonts', [file]).trim().split('\n')
    const loose = fonts.filter((line) => !/\s+yes\s+yes\s+yes\s+\d+\s+\d+$/.test(line))
    return [
      ...(fonts.length === 0 ? ['no font at all'] : []),
      ...loose.map((line) => `not embedded: ${line}`),
    ]
  },
  pdfinfo: async (file) => {
    const facts = saidBy('pdfinfo', [file])
    const wanted = [
      /^Tagged:\s+yes$/m,
      /^Suspects:\s+no$/m,
      /^JavaScript:\s+no$/m,
      /^Title:\s+\S/m,
      /\(A4\)$/m,
    ]
    return [
      ...wanted.filter((fact) => !fact.test(facts)).map((fact) => `pdfinfo does not say ${fact.source}`),
      ...structure(saidBy('pdfinfo', ['-struct', file])),
    ]
  },
  qpdf: async (file) => {
    const said = saidBy('qpdf', ['--check', file])
    return /No syntax or stream encoding errors found/.test(said) ? [] : [said.trim()]
  },
  pdftoppm: async (file) => {
    const picture = file.replace(/\.pdf$/, '')
    saidBy('pdftoppm', ['-r', '100', '-png', '-singlefile', file, picture])
    const { channels } = await sharp(`${picture}.png`).greyscale().stats()
    // A page of text is white for the most part, and has ink.
    const { mean, min } = channels[0]!
    return mean > 225 && mean < 254.5 && min < 60
      ? []
      : [`the page looks wrong: mean ${mean}, darkest ${min}`]
  },
}

/** One title; tables of rows, rows of cells, and a head of a scope in each. */
function structure(tree: string): string[] {
  const tags = [...tree.matchAll(/^( *)([A-Z][A-Za-z0-9]*)\b/gm)].map(([, indent, tag]) => ({
    depth: indent!.length,
    tag: tag!,
  }))
  const under = (index: number) => {
    const end = tags.findIndex(({ depth }, at) => at > index && depth <= tags[index]!.depth)
    return tags
      .slice(index + 1, end < 0 ? undefined : end)
      .filter(({ depth }) => depth === tags[index]!.depth + 2)
  }
  const count = (wanted: string) => tags.filter(({ tag }) => tag === wanted).length
  const only = (parent: string, ...children: string[]) =>
    tags.flatMap(({ tag }, index) => {
      if (tag !== parent) return []
      const found = under(index)
      const wrong = found.filter((child) => !children.includes(child.tag))
      if (found.length === 0) return [`an empty ${parent}`]
      return wrong.map((child) => `${child.tag} in ${parent}`)
    })
  return [
    ...(tags[0]?.tag === 'Document' ? [] : ['no Document at its root']),
    ...(count('H1') === 1 ? [] : [`${count('H1')} titles`]),
    ...only('Table', 'TR', 'Caption'),
    ...only('TR', 'TH', 'TD'),
    ...(tree.match(/\/Scope \/(Column|Row)/g)?.length === count('TH') || count('TH') === 0
      ? []
      : ['heads of no scope']),
  ]
}

/** Puts a document where the programs find it. */
export function laid(folder: string, { kind, language, bytes }: Paper): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${kind}-${language}.pdf`)
  writeFileSync(file, bytes)
  return file
}
