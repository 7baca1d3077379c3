// Each file here is a story's words, under the story's name.
const files = import.meta.glob<{ default: Record<string, unknown> }>('./*.json', { eager: true })

export default Object.fromEntries(
  Object.entries(files).map(([path, words]) => [path.slice('./'.length, -'.json'.length), words.default]),
)
