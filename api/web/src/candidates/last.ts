// Who was last looked at beside whom, so that a list of candidates opens again where it was left.
const seen = new Map<string, string>()

export function rememberPair(record: string, notice: string) {
  seen.set(record, notice)
  seen.set(notice, record)
}

// lastBeside is the name of the file that one was last compared with, in this window.
export const lastBeside = (name: string) => seen.get(name)
