// submitKey is for a form's keydown: Ctrl+Enter sends it off from any of its fields.
export function submitKey(event: KeyboardEvent, submit: () => void) {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
  event.preventDefault()
  submit()
}
