import { type Language, languages } from '../../platform/i18n/languages.ts'
import { type Gap, gapsIn, type Offered, type TextPart } from '../publishing.ts'
import type { Cells } from './columns.ts'
import type { Line, Mistake } from './file.ts'
import type { PresentProduct } from './present.ts'

/** Says what is wrong at a line and column. */
export type Wrong = (line: number, column: string, key: string, values?: Mistake['values']) => void

/** A responsible person is named whole; what is on offer lacks nothing that it may not be offered without. */
export function checkOffer(cells: Cells, line: number, wrong: Wrong): void {
  const responsible = ['responsible_name', 'responsible_address', 'responsible_email']
  const said = responsible.filter((column) => cells[column])
  if (said.length !== 0 && said.length !== 3)
    wrong(line, responsible.find((column) => !cells[column])!, 'goodsFile.error.required')
  if (cells.published === 'no') return
  for (const gap of gapsIn(offeredOf(cells, said.length > 0))) {
    const [column, key] = inFile(gap)
    wrong(line, column, key)
  }
}

function offeredOf(cells: Cells, responsible: boolean): Offered {
  const said = (column: string) => cells[column] ?? ''
  return {
    spoken: languages.filter((language) => said(`name_${language}`)),
    says: (language, part) => said(textColumn(part, language)) !== '',
    needsAuthority: cells.needs_authority === 'yes',
    maker: {
      name: said('manufacturer_name'),
      address: said('manufacturer_address'),
      email: said('manufacturer_email'),
    },
    makerCountry: cells.manufacturer_country ?? 'LV',
    identified: said('identifier') !== '',
    responsible,
  }
}

function textColumn(part: TextPart, language: Language): string {
  return `${part === 'material' ? 'material_text' : part}_${language}`
}

/** The column in which a gap is filled, and the words for it. */
function inFile(gap: Gap): [column: string, key: string] {
  if (gap.what === 'maker') return [`manufacturer_${gap.part}`, 'goodsFile.error.safety']
  if (gap.what === 'identifier') return ['identifier', 'goodsFile.error.safety']
  if (gap.what === 'responsible') return ['responsible_name', 'goodsFile.error.responsible']
  const key = gap.part === 'name' ? 'goodsFile.error.required' : 'goodsFile.error.onOffer'
  return [textColumn(gap.part, gap.language), key]
}

/** Pieces are counted for what stands on the shelf, and not for what is made to order: else it would sell without limit. */
export function checkStock(cells: Cells, line: number, made: boolean, wrong: Wrong): void {
  if (miscounted(cells, made))
    wrong(line, 'stock', made ? 'goods.problem.made-stock' : 'goods.problem.no-stock')
}

/** The same of variants that the file does not name, where it changes how their product is sold. */
export function checkOtherStock(
  lines: readonly Line[],
  present: PresentProduct | undefined,
  made: boolean,
  wrong: Wrong,
): void {
  if (!present || made === (present.cells.made_to_order === 'yes')) return
  const named = new Set(lines.map(({ cells }) => cells.sku))
  const others = [...present.variants].filter(
    ([sku, { cells }]) => !named.has(sku) && miscounted(cells, made),
  )
  if (others.length > 0)
    wrong(lines[0]!.number, 'made_to_order', `goodsFile.error.${made ? 'otherMade' : 'otherStock'}`, {
      sku: others.map(([sku]) => sku).join(', '),
    })
}

function miscounted({ for_sale, stock }: Cells, made: boolean): boolean {
  return for_sale !== 'no' && made === Boolean(stock)
}

/** What is on offer has something to buy: in the file, or among the variants that it does not name. */
export function checkForSale(
  lines: readonly Line[],
  present: PresentProduct | undefined,
  wrong: Wrong,
): void {
  const said = new Map(lines.map(({ cells }) => [cells.sku, cells.for_sale]))
  const kept = [...(present?.variants ?? [])].map(([sku, { cells }]) => said.get(sku) ?? cells.for_sale)
  const added = [...said].filter(([sku]) => !present?.variants.has(sku ?? '')).map(([, sold]) => sold)
  if ([...kept, ...added].every((sold) => sold === 'no'))
    wrong(lines[0]!.number, 'for_sale', 'goods.missing.variant')
}
