const beyond = 12 // rows drawn above and below what is in sight, so that a quick hand sees no gap

export interface Window {
  from: number
  to: number // behind the last row drawn
  above: number // pixels of the rows before
  below: number
}

// window is which rows of a scrolled list are drawn, and the room that the others take.
export function window(top: number, height: number, rowHeight: number, rows: number): Window {
  const from = Math.min(Math.max(0, Math.floor(top / rowHeight) - beyond), Math.max(0, rows - 1))
  const to = Math.min(rows, Math.ceil((top + height) / rowHeight) + beyond)
  return { from, to: Math.max(to, from), above: from * rowHeight, below: Math.max(0, rows - Math.max(to, from)) * rowHeight }
}
