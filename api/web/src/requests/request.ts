import { all, body, client } from '@/api/client'
import type { IdentityRequest, Inquiry } from '@/proceeding/kinds'

export const readRequests = (open: boolean) => all(
  (pageToken) => body(client.GET('/v1/identityRequests', { params: { query: { open: open || undefined, summaries: true, pageToken, pageSize: 200 } } })), (p) => p.identityRequests, 2000)

export const readInquiries = (query: { open?: boolean; record?: string }) => all(
  (pageToken) => body(client.GET('/v1/inquiries', { params: { query: { ...query, summaries: true, pageToken, pageSize: 200 } } })), (p) => p.inquiries, 2000)

// Patient is a hospital's request as it is filled in.
export interface Patient {
  station: string
  place: string
  hospital: string
  ward: string
  name: string
  sex: string
  ageMin: string
  ageMax: string
  appearance: string
  circumstances: string
  admitted: string // a day
  contactName: string
  phone: string
  hours: number // within which an answer is asked for
  photo: string // base64
}

export const blankPatient = (station = '', place = ''): Patient => ({
  station, place, hospital: '', ward: '', name: '', sex: '', ageMin: '', ageMax: '', appearance: '', circumstances: '', admitted: '', contactName: '', phone: '', hours: 24, photo: '',
})

export function patientWanted(p: Patient, ofHospital: boolean): string[] {
  const parts: string[] = []
  if (!p.station.trim()) parts.push('station')
  if (!ofHospital && !p.hospital.trim()) parts.push('hospital')
  if (!p.place.trim()) parts.push('place')
  if (!p.appearance.trim() && !p.circumstances.trim() && !p.name.trim() && !p.photo) parts.push('known')
  return parts
}

const text = (s: string) => s.trim() || undefined
const years = (s: string) => (/^\d{1,3}$/.test(s.trim()) ? Number(s) : undefined)

// requestOf is the request as the service takes it.
export function requestOf(p: Patient, clientId: string, now = new Date()): IdentityRequest {
  const age = years(p.ageMin) ?? years(p.ageMax)
  return {
    clientId, station: p.station.trim(), place: { text: p.place.trim() }, hospital: text(p.hospital), ward: text(p.ward), circumstances: text(p.circumstances),
    person: { names: text(p.name) ? [{ text: p.name.trim(), kind: 'HEARD' }] : undefined, sex: text(p.sex) as never, ageMin: age, ageMax: years(p.ageMax) ?? age, appearance: text(p.appearance) },
    photos: p.photo ? [{ content: p.photo }] : undefined, contact: text(p.contactName) || text(p.phone) ? { name: text(p.contactName), phone: text(p.phone) } : undefined,
    admittedTime: p.admitted ? new Date(`${p.admitted}T12:00:00+08:00`) > now ? now.toISOString() : new Date(`${p.admitted}T12:00:00+08:00`).toISOString() : undefined,
    replyTime: new Date(now.getTime() + p.hours * 3_600_000).toISOString(),
  }
}

export const askable = ['STATION', 'COUNTY', 'POLICE'] as const

// Question is an inquiry as it is filled in.
export interface Question {
  record: string
  of: string // the case
  to: string
  unit: string
  destination: string
  question: string
  days: number
}

export function questionWanted(q: Question): string[] {
  const parts: string[] = []
  if (!q.unit.trim() && !q.destination.trim()) parts.push('unit')
  if (!q.question.trim()) parts.push('question')
  return parts
}

export const inquiryOf = (q: Question, clientId: string, now = new Date()): Inquiry => ({
  clientId, record: q.record, case: text(q.of), to: q.to, toUnit: text(q.unit), destination: text(q.destination) ? { text: q.destination.trim() } : undefined,
  question: q.question.trim(), replyTime: new Date(now.getTime() + q.days * 86_400_000).toISOString(),
})
