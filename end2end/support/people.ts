// The people of the tests: each test takes its own account, so no test depends on another.
import { test } from '@playwright/test'

export interface Person {
  readonly nip: string
  readonly name: string
  readonly roles: string
  readonly agency: string
  /** Empty for somebody without a mailbox. */
  readonly email: string
  readonly password: string
}

const EMPLOYEE = 'employee'
const OPERATOR = 'operator'
const BOTH = 'employee operator'
const ADMINISTRATOR = 'administrator'
/** Sees every service and manages everything. */
const ALL = 'employee operator administrator'

// Whose account it is, by the test that uses it. Appending changes nobody else's number.
const ROLES = {
  story: BOTH,
  dialog: EMPLOYEE,
  cancelled: EMPLOYEE,
  key: EMPLOYEE,
  pending: EMPLOYEE,
  employee: EMPLOYEE,
  operator: OPERATOR,
  search: BOTH,
  logout: EMPLOYEE,
  oneLogin: EMPLOYEE,
  otherBrowser: EMPLOYEE,
  noCode: EMPLOYEE,
  withoutScript: BOTH,
  withoutScriptDialog: EMPLOYEE,
  phone: ALL,
  phoneStory: EMPLOYEE,
  axe: ALL,
  axePhone: ALL,
  bytes: BOTH,
  bytesActivation: EMPLOYEE,
  bytesEmployee: EMPLOYEE,
  headers: ALL,
  cookies: EMPLOYEE,
  cookieAttributes: EMPLOYEE,
  screens: ALL,
  clockSlow: EMPLOYEE,
  clockFast: EMPLOYEE,
  clockFar: EMPLOYEE,
  spacedNip: EMPLOYEE,
  spacedCode: EMPLOYEE,
  arabicCode: EMPLOYEE,
  longPassword: EMPLOYEE,
  deviceName: EMPLOYEE,
  deviceScript: EMPLOYEE,
  deviceEmoji: EMPLOYEE,
  doubleClick: EMPLOYEE,
  twice: EMPLOYEE,
  twiceLogin: EMPLOYEE,
  twoActivations: EMPLOYEE,
  otherSite: EMPLOYEE,
  otherSiteForm: EMPLOYEE,
  links: EMPLOYEE,
  forged: EMPLOYEE,
  notPending: EMPLOYEE,
  next1: EMPLOYEE,
  next2: EMPLOYEE,
  next3: EMPLOYEE,
  next4: EMPLOYEE,
  next5: EMPLOYEE,
  next6: EMPLOYEE,
  returns: EMPLOYEE,
  strangers: EMPLOYEE,
  strangersWithMfa: EMPLOYEE,
  owner: EMPLOYEE,
  waits: EMPLOYEE,
  keyboard: EMPLOYEE,
  copies: EMPLOYEE,
  english: BOTH,
  manifest: EMPLOYEE,
  launcher: BOTH,
  opens: EMPLOYEE,
  newEmployee: EMPLOYEE,
  newOperator: OPERATOR,
  twoDevices: BOTH,
  favourites: BOTH,
  favouritesWithoutScript: EMPLOYEE,
  favouritesAttacked: EMPLOYEE,
  announces: OPERATOR,
  reads: EMPLOYEE,
  readsWithoutScript: EMPLOYEE,
  elsewhere: OPERATOR,
  administers: ADMINISTRATOR,
  offline: EMPLOYEE,
  offlineAnnounces: OPERATOR,
  offlineLogout: EMPLOYEE,
  offlineFirst: EMPLOYEE,
  offlineSecond: EMPLOYEE,
  views: ALL,
  walks: BOTH,
  installs: EMPLOYEE,
  phoneStaff: EMPLOYEE,
  axeStaff: EMPLOYEE,
  axePhoneStaff: EMPLOYEE,
  headersStaff: EMPLOYEE,
  screensStaff: EMPLOYEE,
  clerk: OPERATOR,
  clerkStaff: EMPLOYEE,
  recoveryShown: EMPLOYEE,
  recoveryUsed: EMPLOYEE,
  recoveryWithoutScript: EMPLOYEE,
  recoveryRace: EMPLOYEE,
  recoveryFew: EMPLOYEE,
  passkey: EMPLOYEE,
  passkeySecond: EMPLOYEE,
  passkeyKept: EMPLOYEE,
  passkeyFinger: EMPLOYEE,
  passkeyReplayed: EMPLOYEE,
  passkeyVictim: EMPLOYEE,
  passkeyWithoutScript: EMPLOYEE,
  passkeyShared: EMPLOYEE,
  lost: EMPLOYEE,
  lostWithoutScript: EMPLOYEE,
  lostLink: EMPLOYEE,
  lostMailbox: EMPLOYEE,
  lostFlooded: EMPLOYEE,
  lostAssisted: EMPLOYEE,
  lostRefused: EMPLOYEE,
  lostRequester: OPERATOR,
  lostApprover: OPERATOR,
  lostElsewhere: OPERATOR,
  passwordChanges: EMPLOYEE,
  passwordMeter: EMPLOYEE,
  passwordForgotten: EMPLOYEE,
  passwordForgottenWithoutScript: EMPLOYEE,
  passwordKnown: EMPLOYEE,
  passwordForced: EMPLOYEE,
  passwordMailed: EMPLOYEE,
  sessions: EMPLOYEE,
  securityLog: EMPLOYEE,
  disowns: EMPLOYEE,
  publicComputer: EMPLOYEE,
  attacker: EMPLOYEE,
  authenticators: EMPLOYEE,
  proves: EMPLOYEE,
  secondStep: EMPLOYEE,
  clockLogin: EMPLOYEE,
  idle: EMPLOYEE,
  idleEscapes: EMPLOYEE,
  idleEnded: EMPLOYEE,
  idleOffline: EMPLOYEE,
  idleLeaves: EMPLOYEE,
  doubleClickWithoutScript: EMPLOYEE,
  passkeyStale: EMPLOYEE,
  passkeyDisabled: EMPLOYEE,
  goesOn: EMPLOYEE,
  goesOnAfterPassword: EMPLOYEE,
  goesOnWithoutScript: EMPLOYEE,
  goesOnAfterPasswordWithoutScript: EMPLOYEE,
  impatient: EMPLOYEE,
  idleStopped: EMPLOYEE,
  idleClock: EMPLOYEE,
  captive: EMPLOYEE,
  engineStory: EMPLOYEE,
  engineService: EMPLOYEE,
  engineLauncher: EMPLOYEE,
  engineOffline: EMPLOYEE,
  engineLogout: EMPLOYEE,
  leavesTab: BOTH,
  comesAfter: BOTH,
  leavesTabWithoutScript: BOTH,
  comesAfterWithoutScript: BOTH,
  labels: ALL,
  keeps: EMPLOYEE,
  translates: EMPLOYEE,
  firstScreen: EMPLOYEE,
  firstScreenAnnounces: OPERATOR,
  firstScreenWithoutScript: EMPLOYEE,
  servicesTiles: BOTH,
  servicesTilesWithoutScript: BOTH,
  servicesLeave: EMPLOYEE,
  servicesLeaveThePortal: EMPLOYEE,
  servicesComeFirst: EMPLOYEE,
  servicesPages: BOTH,
  servicesKeys: EMPLOYEE,
  looksAfter: OPERATOR,
  looksAfterWithoutScript: OPERATOR,
  looksAfterElsewhere: OPERATOR,
  lookedAfter: EMPLOYEE,
  lookedAfterWithoutScript: EMPLOYEE,
  lookedAt: EMPLOYEE,
  arranges: ADMINISTRATOR,
  approves: ADMINISTRATOR,
  agrees: ADMINISTRATOR,
  granted: EMPLOYEE,
  movesFrom: OPERATOR,
  moves: EMPLOYEE,
  movesTo: OPERATOR,
  movesFromWithoutScript: OPERATOR,
  movesWithoutScript: EMPLOYEE,
  movesToWithoutScript: OPERATOR,
  bulkOrders: OPERATOR,
  bulkOrdersWithoutScript: OPERATOR,
  bulkFirst: EMPLOYEE,
  bulkSecond: EMPLOYEE,
  bulkFirstWithoutScript: EMPLOYEE,
  bulkSecondWithoutScript: EMPLOYEE,
  leavesOffice: OPERATOR,
  staysInOffice: OPERATOR,
  welcomes: OPERATOR,
  staysBehind: EMPLOYEE,
  leavesOfficeWithoutScript: OPERATOR,
  staysInOfficeWithoutScript: OPERATOR,
  welcomesWithoutScript: OPERATOR,
  staysBehindWithoutScript: EMPLOYEE,
  spoils: OPERATOR,
  spoilsSecond: OPERATOR,
  spoiled: EMPLOYEE,
  spoilsWithoutScript: OPERATOR,
  spoilsSecondWithoutScript: OPERATOR,
  spoiledWithoutScript: EMPLOYEE,
  provisions: ADMINISTRATOR,
  provisionsSecond: ADMINISTRATOR,
  offlineEarly: EMPLOYEE,
  offlineLate: EMPLOYEE,
  offlineUnheard: EMPLOYEE,
  engineServiceLeave: EMPLOYEE,
} as const

export type Role = keyof typeof ROLES

const AGENCY = 'Pemerintah Kota Ambon'

/** Who has no mailbox. */
const WITHOUT_MAILBOX: Role[] = ['lostMailbox']

/** What is announced in one of these is read by nobody else's test. */
const AGENCIES: Partial<Record<Role, string>> = {
  phone: 'Dinas Telepon',
  axe: 'Dinas Meja',
  axePhone: 'Dinas Genggam',
  headers: 'Dinas Kepala Surat',
  screens: 'Dinas Gambar',
  announces: 'Dinas Pengumuman',
  reads: 'Dinas Pengumuman',
  readsWithoutScript: 'Dinas Pengumuman',
  elsewhere: 'Dinas Lain',
  administers: 'Badan Pengelola Portal',
  offline: 'Dinas Luring',
  offlineAnnounces: 'Dinas Luring',
  views: 'Dinas Tampilan',
  labels: 'Dinas Label',
  phoneStaff: 'Dinas Telepon',
  axeStaff: 'Dinas Meja',
  axePhoneStaff: 'Dinas Genggam',
  headersStaff: 'Dinas Kepala Surat',
  screensStaff: 'Dinas Gambar',
  clerk: 'Dinas Kehilangan',
  clerkStaff: 'Dinas Kehilangan',
  lostElsewhere: 'Dinas Lain',
  looksAfterElsewhere: 'Dinas Lain',
  arranges: 'Badan Pengelola Portal',
  approves: 'Badan Pengelola Portal',
  agrees: 'Badan Pengelola Portal',
  movesFrom: 'Kota Asal',
  moves: 'Kota Asal',
  movesTo: 'Kota Tujuan',
  movesFromWithoutScript: 'Kota Asal Lain',
  movesWithoutScript: 'Kota Asal Lain',
  movesToWithoutScript: 'Kota Tujuan Lain',
  bulkOrders: 'Dinas Massal',
  bulkOrdersWithoutScript: 'Dinas Massal',
  bulkFirst: 'Dinas Massal',
  bulkSecond: 'Dinas Massal',
  bulkFirstWithoutScript: 'Dinas Massal',
  bulkSecondWithoutScript: 'Dinas Massal',
  leavesOffice: 'Kota Lepas',
  staysInOffice: 'Kota Lepas',
  staysBehind: 'Kota Lepas',
  welcomes: 'Kota Sambut',
  leavesOfficeWithoutScript: 'Kota Lepas Lain',
  staysInOfficeWithoutScript: 'Kota Lepas Lain',
  staysBehindWithoutScript: 'Kota Lepas Lain',
  welcomesWithoutScript: 'Kota Sambut Lain',
  spoils: 'Dinas Berkas',
  spoilsSecond: 'Dinas Berkas',
  spoiled: 'Dinas Berkas',
  spoilsWithoutScript: 'Dinas Berkas Lain',
  spoilsSecondWithoutScript: 'Dinas Berkas Lain',
  spoiledWithoutScript: 'Dinas Berkas Lain',
  provisions: 'Dinas Sistem',
  provisionsSecond: 'Dinas Sistem',
  firstScreen: 'Dinas Layar',
  firstScreenAnnounces: 'Dinas Layar',
  firstScreenWithoutScript: 'Dinas Layar',
}

/** Between the numbers of somebody and of their twin. */
const TWINS = 480

const FIRST = ['Sri', 'Budi', "Ni'mah", 'Yohanes', 'Ayu', 'Markus', 'Dewi', 'Rahmat', 'Ketut', 'Fransiska']
const LAST = ['Wahyuni', 'Santoso', 'Khasanah', 'Rumbiak', 'Lestari', 'Manuputty', 'Anggraini', 'Hidayat']

function number(index: number): string {
  const pad = (value: number, width: number) => String(value).padStart(width, '0')
  const birth = 1970 + (index % 30)
  const date = pad(birth, 4) + pad(1 + (index % 12), 2) + pad(1 + (index % 28), 2)
  const sex = 1 + (index % 2)
  // Every fourth is a PPPK: the appointment's year, a 2 and the contract count.
  const kind = index % 4 === 3 ? '21' : pad(1 + (index % 12), 2)
  return `${date}${birth + 23}${kind}${sex}${pad(1 + index, 3)}`
}

/** How often the test that runs was tried before; 0 outside of tests. */
function attempt(): number {
  try {
    return test.info().retry
  } catch {
    return 0
  }
}

function person(role: Role, index: number, nth: number): Person {
  const again = nth === 0 ? '' : `${nth}`
  return {
    nip: number(index + nth * TWINS),
    name: `${FIRST[index % FIRST.length]} ${LAST[index % LAST.length]}`,
    roles: ROLES[role],
    agency: AGENCIES[role] ?? AGENCY,
    email: WITHOUT_MAILBOX.includes(role) ? '' : `${role.toLowerCase()}${again}@uji.example`,
    password: `payung-cokelat-keliling-${index + 1}-${role}${again}`,
  }
}

/**
 * Somebody who has enrolled cannot enrol for the first time again: each is another person, as everybody sees them
 * who asks late enough, when their test is repeated.
 */
function withTwin(role: Role, index: number): Person {
  const twins = [person(role, index, 0), person(role, index, 1)] as const
  const now = () => twins[Math.min(attempt(), 1) as 0 | 1]
  return {
    get nip() { return now().nip },
    get email() { return now().email },
    get password() { return now().password },
    name: twins[0].name,
    roles: twins[0].roles,
    agency: twins[0].agency,
  }
}

const NAMES = Object.keys(ROLES) as Role[]

export const PEOPLE = Object.fromEntries(NAMES.map((role, index) => [role, withTwin(role, index)])) as Record<Role, Person>

/** Whoever these roles may turn out to be: for who brings people in. */
export function everyoneOf(roles: readonly Role[]): Person[] {
  return [0, 1].flatMap((nth) => roles.map((role) => person(role, NAMES.indexOf(role), nth)))
}

export const EVERYBODY = everyoneOf(NAMES)

/** A well-formed number that no account has. */
export const NOBODY = '199012312015012999'
