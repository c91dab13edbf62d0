import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** "Jūs esat apstiprinājis" supposes that the reader is a man: whoever reads is told so that it fits everybody. */
const supposing =
  /(?<!\p{L})(?:ne)?(?:esat|esiet|būsiet|bijāt)(?!\p{L})[^.;:"]{0,60}?\p{L}+(?:[āīēoņ]jis|ēmis|evis|icies|ritis|uši|ušies|usi|usies)(?!\p{L})/giu

test('Latvian supposes nothing of its reader', () => {
  const files = [...globSync('views/messages/*.lv.json'), ...globSync('seed/**/*.lv.md')]
  expect(files.length).toBeGreaterThan(80)
  const found = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(supposing)].map(([words]) => `${file}: ${words}`),
  )
  expect(found).toEqual([])
})
