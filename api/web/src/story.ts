import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'

// NavEntry is one line of the menu.
export interface NavEntry {
  route: string // the route's name; its data-testid is nav- and this
  label: string // i18n key
  icon: Component
  order: number // from the top
  key?: string // g and this letter goes there
  needs?: string[] // calls, Service.Method, one of which the reader may make; shown to everybody without
}

// Story is what a folder under src gives to the page, as the default export of its routes.ts.
export interface Story {
  routes: RouteRecordRaw[]
  nav?: NavEntry[]
  keys?: { keys: string; label: string }[] // its own keyboard, for the list that ? opens
}

declare module 'vue-router' {
  interface RouteMeta {
    title?: string // i18n key
    open?: boolean // shown without a session
    needs?: string[] // as of NavEntry
  }
}

const files = import.meta.glob<{ default: Story }>('./*/routes.ts', { eager: true })

export const stories: Story[] = Object.values(files).map((file) => file.default)

export const menu: NavEntry[] = stories.flatMap((s) => s.nav ?? []).sort((a, b) => a.order - b.order)
