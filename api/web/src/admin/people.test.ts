import { expect, it } from 'vitest'
import { areasIn } from './people'

it.each([['', []], ['5101', ['5101']], [' 51， 5002、53;34 ', ['51', '5002', '53', '34']], ['*', ['*']]])('areas in %s', (text, areas) => {
  expect(areasIn(text)).toEqual(areas)
})
