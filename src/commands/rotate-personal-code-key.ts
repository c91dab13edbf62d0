import { keyRing } from '../customers/personal-codes.ts'
import { rotate } from '../customers/personal-codes-rotation.ts'
import { withOwner } from '../migrate.ts'
import type { Command } from './command.ts'
import { withHouse } from './with-shop.ts'

export const rotatePersonalCodeKey: Command = {
  summary: 'Seals all personal codes with a new key; interrupted, it goes on where it stopped.',
  usage: '',
  options: {},
  run: ({ config, out, tell }) =>
    withHouse(config, async ({ databaseUrl, secret }) => {
      const { generation, resealed } = await rotate(
        (work) => withOwner(databaseUrl, work),
        keyRing(secret),
        (done, of) => tell(`${done} of ${of} codes`),
      )
      out(`${resealed} codes sealed with key ${generation}; the keys before it are retired.`)
    }),
}
