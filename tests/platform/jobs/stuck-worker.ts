import { clientOptions } from '../../../src/platform/database/address.ts'
import { startWorker } from '../../../src/platform/jobs/worker.ts'

// A worker in a process of its own that takes a job and never ends it: the test kills it.
const silent = () => {}
await startWorker({
  database: clientOptions(process.argv[2]!),
  handlers: {
    work: async () => {
      process.stdout.write('taken\n')
      await new Promise(() => setInterval(silent, 1_000))
    },
  },
  log: { info: silent, warn: silent, error: silent },
})
