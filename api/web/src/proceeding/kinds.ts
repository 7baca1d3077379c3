import { body, client, type Schemas } from '@/api/client'
import { idOf } from '@/api/names'

export type Act = Schemas['v1Act']
export type Given = Schemas['v1Given']
export type Signature = Schemas['v1Signature']
export type Round = Schemas['v1Round']
export type Lead = Schemas['v1Lead']
export type Stay = Schemas['v1Stay']
export type Escort = Schemas['v1Escort']
export type IdentityRequest = Schemas['v1IdentityRequest']
export type Inquiry = Schemas['v1Inquiry']
export type Registration = Schemas['v1Registration']
export type Proceeding = Round | Lead | Stay | Escort | IdentityRequest | Inquiry | Registration

export const kinds = ['rounds', 'leads', 'stays', 'escorts', 'identityRequests', 'inquiries', 'registrations'] as const
export type Kind = (typeof kinds)[number]

// kindOf is what a resource name is of: stays/… is of stays.
export const kindOf = (name: string | undefined) => (name ?? '').split('/')[0] as Kind

type Did = (id: string, act: Act, etag?: string) => Promise<Proceeding>

const doers: Record<Kind, Did> = {
  rounds: (round, act, etag) => body(client.POST('/v1/rounds/{round}/acts', { params: { path: { round }, query: { etag } }, body: act })),
  leads: (lead, act, etag) => body(client.POST('/v1/leads/{lead}/acts', { params: { path: { lead }, query: { etag } }, body: act })),
  stays: (stay, act, etag) => body(client.POST('/v1/stays/{stay}/acts', { params: { path: { stay }, query: { etag } }, body: act })),
  escorts: (escort, act, etag) => body(client.POST('/v1/escorts/{escort}/acts', { params: { path: { escort }, query: { etag } }, body: act })),
  identityRequests: (identityRequest, act, etag) =>
    body(client.POST('/v1/identityRequests/{identityRequest}/acts', { params: { path: { identityRequest }, query: { etag } }, body: act })),
  inquiries: (inquirie, act, etag) => body(client.POST('/v1/inquiries/{inquirie}/acts', { params: { path: { inquirie }, query: { etag } }, body: act })),
  registrations: (registration, act, etag) =>
    body(client.POST('/v1/registrations/{registration}/acts', { params: { path: { registration }, query: { etag } }, body: act })),
}

// act does one act in a proceeding and returns how it stands then. With the etag of what
// was looked at, nothing is done if another has acted meanwhile.
export const act = (name: string, a: Act, etag?: string) => doers[kindOf(name)](idOf(name), a, etag)

type Read = (id: string) => Promise<Proceeding>

const readers: Record<Kind, Read> = {
  rounds: (round) => body(client.GET('/v1/rounds/{round}', { params: { path: { round } } })),
  leads: (lead) => body(client.GET('/v1/leads/{lead}', { params: { path: { lead } } })),
  stays: (stay) => body(client.GET('/v1/stays/{stay}', { params: { path: { stay } } })),
  escorts: (escort) => body(client.GET('/v1/escorts/{escort}', { params: { path: { escort } } })),
  identityRequests: (identityRequest) => body(client.GET('/v1/identityRequests/{identityRequest}', { params: { path: { identityRequest } } })),
  inquiries: (inquirie) => body(client.GET('/v1/inquiries/{inquirie}', { params: { path: { inquirie } } })),
  registrations: (registration) => body(client.GET('/v1/registrations/{registration}', { params: { path: { registration } } })),
}

export const read = <P extends Proceeding>(kind: Kind, id: string) => readers[kind](id) as Promise<P>

// fileOf is where a file of a proceeding's act is read.
export const fileOf = (name: string | undefined, sha256: string | undefined) => `/v1/${name ?? ''}/files/${sha256 ?? ''}`
