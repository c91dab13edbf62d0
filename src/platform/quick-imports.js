import module from 'node:module'

/*
 * Loaded with `node --import` before anything else, and plain JavaScript itself: with the first TypeScript file Node
 * would load its type stripper, which takes longer than all of the shop's own code. With the compile cache on, what was
 * stripped and compiled at an earlier start is taken from there.
 */
const { enableCompileCache, registerHooks } = module
if (!registerHooks) {
  process.stderr.write('The shop needs Node 24 or newer, and npm brings none for this machine: install it.\n')
  process.exit(1)
}
enableCompileCache()

/*
 * Node parses the whole manifest of a package for each of its files, to learn the format, and again for each of our
 * files that imports it, to learn which of its files is meant. drizzle-orm's has 180 KB of exports: together a third of
 * a start, and 40 MB. What a package means to one of our files it means to all, and beside a module stand modules.
 */
const root = new URL('../../', import.meta.url).href

/** Packages of many files, all of whose `.js` beside a module are modules. */
const modules = /\/node_modules\/(?:drizzle-orm|zod|hono|graphile-worker|@hono\/node-server)\/(?!.*\bcjs\b)/

/** What a bare name means to our files. */
const meanings = new Map()

registerHooks({
  resolve(specifier, { parentURL, ...context }, next) {
    const from = parentURL ?? ''
    const ours = from.startsWith(root) && !from.includes('/node_modules/')
    if (specifier.startsWith('.')) {
      const format = formatBeside(specifier, from, ours)
      if (format) return { url: new URL(specifier, from).href, format, shortCircuit: true }
    } else if (ours && context.conditions?.includes('import')) {
      const meant = meanings.get(specifier) ?? next(specifier, { parentURL, ...context })
      meanings.set(specifier, meant)
      return { ...meant, shortCircuit: true }
    }
    return next(specifier, { parentURL, ...context })
  },
})

function formatBeside(specifier, from, ours) {
  if (ours) return specifier.endsWith('.ts') ? 'module-typescript' : undefined
  return modules.test(from) && from.endsWith('.js') && specifier.endsWith('.js') ? 'module' : undefined
}
