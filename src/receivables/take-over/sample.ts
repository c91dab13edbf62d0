import { stringify } from 'csv-stringify/sync'
import { columns } from './file.ts'

const example: Readonly<Partial<Record<(typeof columns)[number], string>>> = {
  number: 'MZ-2026-0107',
  issued_on: '2026-09-14',
  due_on: '2026-09-28',
  gross: '121,00',
  vat: '21,00',
  paid: '0,00',
  delivered_on: '2026-09-16',
  company: 'SIA Piemērs',
  registration_number: '40003032949',
  name: 'Anna Bērziņa',
  email: 'anna@piemers.example',
  street: 'Brīvības iela 1',
  town: 'Rīga',
  postcode: 'LV-1010',
  country: 'LV',
  language: 'lv',
}

/** A file to begin with: the columns and one made-up line, as spreadsheets in Latvia open it. */
export function sampleFile(): string {
  return stringify([[...columns], columns.map((name) => example[name] ?? '')], { delimiter: ';', bom: true })
}
