// Resource names are records/ID, notices/ID, cases/ID; the page's addresses are the same
// with a slash before them.
export const idOf = (name: string | undefined) => name?.split('/')[1] ?? ''

export const pathOf = (name: string | undefined) => `/${name ?? ''}`

export const comparePath = (record: string | undefined, notice: string | undefined) => `/compare/${idOf(record)}/${idOf(notice)}`
