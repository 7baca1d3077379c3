import { defineStore } from 'pinia'
import { ref } from 'vue'
import { setLocale, type Locale } from './i18n'

const KEY = 'guitu.settings'

interface Kept {
  locale: Locale // Chinese until the reader says otherwise
  toured: boolean // the tour was seen or sent away
}

function read(): Kept {
  const usual: Kept = { locale: 'zh', toured: false }
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Kept>) }
  } catch {
    return usual // storage is off or holds rubbish
  }
}

// useSettings is how this browser's reader likes the page. It holds nothing about people.
export const useSettings = defineStore('settings', () => {
  const kept = ref(read())

  function keep(change: Partial<Kept>) {
    kept.value = { ...kept.value, ...change }
    try {
      localStorage.setItem(KEY, JSON.stringify(kept.value))
    } catch {
      // storage is off: it lasts as long as the page
    }
  }

  async function speak(locale: Locale) {
    await setLocale(locale)
    keep({ locale })
  }

  return { kept, keep, speak }
})
