import { forgetRound } from './round'
import { useStreet } from './useStreet'
import { stopWorker } from './worker'

// leaveStreet takes everything of the street off this device.
export async function leaveStreet() {
  forgetRound()
  await useStreet().forget()
  await stopWorker()
}

// waitingHere is how much is not sent yet of who is logged in.
export async function waitingHere(): Promise<number> {
  const street = useStreet()
  await street.look()
  return street.waiting.length
}
