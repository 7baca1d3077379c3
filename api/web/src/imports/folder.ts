import { archive, type Part } from './archive'

// gathered returns what was dropped or chosen as one file: a file as it is; a folder, or several
// files, as an archive of the table and the pictures in it. Nothing fit to import is undefined.
export async function gathered(parts: Part[], name: string): Promise<File | undefined> {
  const fit = parts.filter((p) => !useless(p.name))
  if (fit.length === 0) return undefined
  if (fit.length === 1) return fit[0]!.file
  return new File([await archive(fit)], `${name}.zip`, { type: 'application/zip' })
}

// chosenParts returns the files of an input, each by its path within the chosen folder.
export const chosenParts = (files: FileList | null): Part[] => [...(files ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file }))

// droppedParts returns the files of what was dropped, also of folders in folders.
export async function droppedParts(data: DataTransfer): Promise<Part[]> {
  const entries = [...data.items].map((i) => i.webkitGetAsEntry()).filter((e) => e !== null) // before the first await: afterwards they are gone
  if (entries.length === 0) return chosenParts(data.files)
  return (await Promise.all(entries.map((e) => within(e)))).flat()
}

async function within(entry: FileSystemEntry): Promise<Part[]> {
  if (entry.isFile) return [{ name: entry.fullPath.replace(/^\//, ''), file: await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail)) }]
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const parts: Part[] = []
  for (;;) { // a reader gives some at a time
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail))
    if (some.length === 0) return parts
    parts.push(...(await Promise.all(some.map(within))).flat())
  }
}

// useless is what a folder holds beside a table and pictures: what systems leave in it, and what an
// import cannot take.
export function useless(path: string): boolean {
  const base = path.split('/').at(-1) ?? ''
  return /^(\.|~\$|Thumbs\.db$|desktop\.ini$)/i.test(base) || !/\.(csv|tsv|txt|xlsx|xlsm|jsonl|ndjson|pfif|xml|zip|jpe?g|png|webp|hei[cf]|bmp|gif)$/i.test(base)
}
