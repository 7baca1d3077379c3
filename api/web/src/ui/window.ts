const beyond = 12 // rows drawn above and below what is in sight, so that a quick hand sees no gap
const step = 8 // rows by which the window moves: between two steps nothing is drawn anew

export interface Window {
  from: number
  to: number // behind the last row drawn
  above: number // pixels of the rows before
  below: number
}

// window is which rows of a scrolled list are drawn, and the room that the others take.
export function window(top: number, height: number, rowHeight: number, rows: number): Window {
  const first = step * Math.floor(top / rowHeight / step) // in sight, or less than a step above
  const from = Math.min(Math.max(0, first - beyond), step * Math.floor(Math.max(0, rows - 1) / step))
  const to = Math.min(rows, first + step + Math.ceil(height / rowHeight) + beyond)
  return { from, to: Math.max(to, from), above: from * rowHeight, below: Math.max(0, rows - Math.max(to, from)) * rowHeight }
}
