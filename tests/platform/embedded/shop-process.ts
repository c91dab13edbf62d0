import { startEmbedded } from '../../../src/platform/database/embedded.ts'

// A shop's process with nothing but its database: says where it is and stays until it is killed or told to stop.
const server = await startEmbedded({
  dataDir: process.argv[2]!,
  ownerPassword: 'private',
  databaseName: 'shop',
  log: () => {},
})
process.stdout.write(`${JSON.stringify({ url: server.url, pid: server.pid() })}\n`)
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)))
