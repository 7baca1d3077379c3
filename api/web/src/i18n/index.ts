import { createI18n } from 'vue-i18n'
import type zh from './zh'

export type Locale = 'zh' | 'en'
export const locales: Locale[] = ['zh', 'en']

type Words = typeof zh
const load: Record<Locale, () => Promise<{ default: Words }>> = {
  zh: () => import('./zh'),
  en: () => import('./en'),
}

export const i18n = createI18n({ legacy: false, locale: 'zh', fallbackLocale: 'zh', missingWarn: true, fallbackWarn: false })

// setLocale loads a language's words and shows them.
export async function setLocale(locale: Locale) {
  const { default: words } = await load[locale]()
  i18n.global.setLocaleMessage(locale, words as never)
  i18n.global.locale.value = locale
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
}

export const currentLocale = () => i18n.global.locale.value as Locale

// told is the sentence of a value that carries both languages.
export const told = (text: { zh: string; en: string }) => (currentLocale() === 'zh' ? text.zh : text.en || text.zh)
