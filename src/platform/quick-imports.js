import { enableCompileCache, registerHooks } from 'node:module'

/*
 * Loaded with `node --import` before anything else, and plain JavaScript itself: with the first TypeScript file Node
 * would load its type stripper, which takes longer than all of the shop's own code. With the compile cache on, what was
 * stripped and compiled at an earlier start is taken from there.
 */
enableCompileCache()

/*
 * Node parses the whole manifest of a package for each of its files, to learn the format. drizzle-orm's has 180 KB of
 * exports and 150 of its files are loaded: half a second, and 40 MB. All of them are modules, as all files of ours are.
 */
const root = new URL('../../', import.meta.url).href

registerHooks({
  resolve(specifier, { parentURL, ...context }, next) {
    const format = specifier.startsWith('.') ? formatBeside(specifier, parentURL) : undefined
    if (!format) return next(specifier, { parentURL, ...context })
    return { url: new URL(specifier, parentURL).href, format, shortCircuit: true }
  },
})

function formatBeside(specifier, parentURL = '') {
  if (parentURL.includes('/node_modules/drizzle-orm/')) return specifier.endsWith('.js') ? 'module' : undefined
  const ours = parentURL.startsWith(root) && !parentURL.includes('/node_modules/')
  return ours && specifier.endsWith('.ts') ? 'module-typescript' : undefined
}
