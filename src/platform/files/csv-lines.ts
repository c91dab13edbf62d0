/** How csv-stringify ends lines (RFC 4180), and guards words with half such an end: a spreadsheet would break the row there. */
export const csvLines = { record_delimiter: 'windows', quoted_match: /[\r\n]/ } as const
