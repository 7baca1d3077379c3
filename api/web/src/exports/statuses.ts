// statuses are how the files of each side may stand.
export const statuses = {
  NOTICES: ['OPEN', 'CLOSED', 'WITHDRAWN'],
  RECORDS: ['UNIDENTIFIED', 'IDENTIFIED', 'REUNITED', 'PLACED', 'CLOSED'],
} as const
