import type { components } from '@made/api'
import { client, data, from, newKey } from '@/api/client'

type Schemas = components['schemas']
export type Deed = Schemas['Deed']
export type HallRow = Schemas['HallRow']
export type HallDay = Schemas['HallDay']
export type HallDays = Schemas['HallDays']
export type HallTyped = Schemas['HallTyped']
export type HallView = Schemas['HallView']
export type BookingSeen = Schemas['BookingSeen']
export type WindowDay = Schemas['WindowDay']
export type Closing = Schemas['Closing']

const at = (hall: string) => ({ params: { path: { hall } } })
const of = (booking: string) => ({ params: { path: { booking } } })

export const may = (actions: Deed[] | undefined, name: string) => !!actions?.find((one) => one.name === name)?.allowed

export const getHalls = (unit: string) => data(client.GET('/appointments/{unit}/halls', { params: { path: { unit } } }))
export const getHall = (hall: string) => data(client.GET('/halls/{hall}', at(hall)))
export const saveHall = (hall: string, body: HallTyped, version: number) => data(client.PUT('/halls/{hall}', { ...at(hall), body, headers: from(version) }))
export const getVersions = (hall: string) => data(client.GET('/halls/{hall}/versions', at(hall)))
export const getDays = (hall: string, first: string, last: string) => data(client.GET('/halls/{hall}/days', { params: { path: { hall }, query: { first, last } } }))
export const setHours = (hall: string, day: string, hours: string[] | null, version: number) => data(client.PUT('/halls/{hall}/hours', { ...at(hall), body: { day, hours }, headers: from(version) }))
export const getClosing = (hall: string, day: string) => data(client.GET('/halls/{hall}/closing', { params: { path: { hall }, query: { day } } }))
export const closeDay = (hall: string, day: string, reason: string) => data(client.POST('/halls/{hall}/close', { ...at(hall), body: { day, reason } }))
export const reopenDay = (hall: string, day: string) => data(client.POST('/halls/{hall}/reopen', { ...at(hall), body: { day, reason: '' } }))

export const getDay = (hall: string, day: string) => data(client.GET('/halls/{hall}/days/{day}', { params: { path: { hall, day } } }))
export const checkInCode = (hall: string, code: string) => data(client.POST('/halls/{hall}/check-in', { ...at(hall), body: { code } }))
export const walkIn = (hall: string, service: string, key: string) => data(client.POST('/halls/{hall}/walk-in', { ...at(hall), body: { service, key }, headers: { 'Idempotency-Key': key } }))
export const checkIn = (booking: string) => data(client.POST('/bookings/{booking}/check-in', of(booking)))
export const serve = (booking: string) => data(client.POST('/bookings/{booking}/serve', of(booking)))
export const noShow = (booking: string) => data(client.POST('/bookings/{booking}/no-show', of(booking)))
export const cancel = (booking: string) => data(client.POST('/bookings/{booking}/cancel', of(booking)))
export const identity = (booking: string) => data(client.POST('/bookings/{booking}/identity', of(booking)))
export { newKey }
