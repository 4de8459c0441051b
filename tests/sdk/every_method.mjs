// The official SDK, unchanged, through every method it has. Prints the methods called, as JSON; any surprise ends it.
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { PayloadSDK, PayloadSDKError } from '@payloadcms/sdk'

const { ALADDIN_URL: url, ALADDIN_OUTBOX: outbox } = process.env
const PASSWORD = 'correct horse battery'
const PATIENCE_MS = 30_000
const called = new Set()

/** An SDK whose calls are noted; `token` may be given later. */
function client(token) {
  const sdk = new PayloadSDK({ baseURL: `${url}/api`, baseInit: { headers: token ? { Authorization: `JWT ${token}` } : {} } })
  return new Proxy(sdk, {
    get(target, name) {
      const found = target[name]
      if (typeof found !== 'function') return found
      called.add(name)
      return found.bind(target)
    },
  })
}

async function refused(promise, status, message) {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof PayloadSDKError, String(error))
    assert.equal(error.status, status, error.message)
    if (message) assert.match(error.message, message)
    return true
  })
}

/** The token of the newest letter of a kind to somebody, as soon as it has been sent. */
async function mailed(kind, to) {
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    const names = await readdir(outbox).catch(() => [])
    for (const name of names.filter((one) => one.endsWith('.eml')).sort().reverse()) {
      const letter = (await readFile(join(outbox, name), 'utf8')).replaceAll('=\r\n', '').replaceAll('=\n', '').replaceAll('=3D', '=')
      const token = letter.match(new RegExp(`${kind}[^\\s"]*?token=([\\w-]+)`))
      if (letter.includes(to) && token) return token[1]
    }
    await pause(100)
  }
  throw new Error(`no ${kind} letter to ${to}`)
}

async function accounts() {
  const anybody = client()
  const first = await anybody.request({ method: 'POST', path: '/users/first-register', json: { email: 'admin@film.test', password: PASSWORD, name: 'Admin' } })
  const admin = client((await first.json()).token)
  const email = 'Ada@film.test'
  const registered = await anybody.create({ collection: 'users', data: { email, password: PASSWORD, name: 'Ada', role: 'admin' } })
  assert.equal(registered.role, 'user')
  await refused(anybody.login({ collection: 'users', data: { email, password: PASSWORD } }), 403, /verify/i)
  await refused(anybody.verifyEmail({ collection: 'users', token: 'nobodys' }), 403)
  const verified = await anybody.verifyEmail({ collection: 'users', token: await mailed('verify', 'ada@film.test') })
  assert.equal(verified.message, 'Account verified successfully.')

  await refused(anybody.login({ collection: 'users', data: { email, password: 'wrong' } }), 401, /incorrect/)
  const session = await anybody.login({ collection: 'users', data: { email, password: PASSWORD } })
  assert.equal(session.user.id, registered.id)
  assert.ok(session.exp > Date.now() / 1000)
  const ada = client(session.token)
  const me = await ada.me({ collection: 'users' })
  assert.equal(me.user.email, 'ada@film.test')
  assert.equal(me.collection, 'users')
  assert.equal((await anybody.me({ collection: 'users' })).user, null)
  const refreshed = await ada.refreshToken({ collection: 'users' })
  assert.equal(refreshed.user.id, registered.id)
  assert.ok(refreshed.refreshedToken)
  await refused(anybody.refreshToken({ collection: 'users' }), 403)

  assert.equal((await anybody.forgotPassword({ collection: 'users', data: { email } })).message, 'Success')
  const token = await mailed('reset', 'ada@film.test')
  await refused(anybody.resetPassword({ collection: 'users', data: { password: PASSWORD, token: 'nobodys' } }), 403)
  const reset = await anybody.resetPassword({ collection: 'users', data: { password: PASSWORD, token } })
  assert.equal(reset.user.id, registered.id)
  await admin.update({ collection: 'users', id: registered.id, data: { subscription: { maxProjects: 50, maxEpisodesPerProject: 50 } } })
  return { anybody, admin, ada: client(reset.token), user: reset.user }
}

async function documents({ anybody, ada, user }) {
  const collection = 'projects'
  const made = []
  for (const [title, genre] of [['Salt Road', 'drama'], ['Salt and Stars', 'sci-fi'], ['Quiet', 'comedy']]) {
    made.push(await ada.create({ collection, data: { title, genre }, depth: 1 }))
  }
  const [salt, stars] = made
  assert.equal(salt.createdBy.id, user.id)
  await refused(ada.create({ collection, data: { genre: 'drama' } }), 400, /Title/)
  await refused(anybody.create({ collection, data: { title: 'x', genre: 'drama' } }), 403)

  const page = await ada.find({
    collection, depth: 0, limit: 1, page: 2, sort: ['-title', 'createdAt'], select: { title: true },
    where: { or: [{ title: { like: 'salt' } }, { and: [{ genre: { in: ['comedy', 'horror'] } }, { title: { equals: 'Nothing' } }] }] },
  })
  assert.deepEqual([page.totalDocs, page.totalPages, page.page, page.prevPage, page.nextPage], [2, 2, 2, 1, null])
  assert.deepEqual(page.docs, [{ id: salt.id, title: 'Salt Road' }])
  const all = await ada.find({ collection, pagination: false, populate: { users: { name: true } }, joins: false, where: { 'createdBy.name': { equals: 'Ada' } } })
  assert.equal(all.docs.length, 3)
  assert.equal((await ada.find({ collection, where: { id: { in: [] } } })).totalDocs, 0)
  assert.equal((await ada.find({ collection, where: { description: { equals: null } } })).totalDocs, 0)
  assert.equal((await ada.find({ collection, where: { description: { exists: false } } })).totalDocs, 3)
  assert.equal((await ada.find({ collection, where: { createdAt: { less_than: new Date(Date.now() + 60_000) } } })).totalDocs, 3)
  await refused(ada.find({ collection, where: { password: { equals: 'x' } } }), 400, /cannot be queried: password/)
  assert.deepEqual(await ada.count({ collection, where: { genre: { not_equals: 'comedy' } } }), { totalDocs: 2 })

  assert.equal((await ada.findByID({ collection, id: salt.id })).title, 'Salt Road')
  await refused(ada.findByID({ collection, id: '0'.repeat(24) }), 404, /Not Found/)
  assert.equal(await ada.findByID({ collection, id: '0'.repeat(24), disableErrors: true }), null)
  const sentBack = await ada.update({ collection, id: salt.id, data: { ...salt, title: 'Salt Road II' } })
  assert.deepEqual([sentBack.title, sentBack.createdBy.id], ['Salt Road II', user.id])
  const bulk = await ada.update({ collection, where: { title: { like: 'salt' } }, data: { status: 'production' } })
  assert.deepEqual([bulk.docs.length, bulk.errors, bulk.message], [2, [], 'Updated 2 Projects successfully.'])
  await refused(ada.update({ collection, where: {}, data: { status: 'production' } }), 400, /Missing 'where'/)

  await ada.update({ collection, id: stars.id, data: { deletedAt: new Date().toISOString() } })
  await refused(ada.findByID({ collection, id: stars.id }), 404)
  assert.equal((await ada.find({ collection, trash: true })).totalDocs, 3)
  assert.equal((await ada.delete({ collection, id: stars.id, trash: true })).id, stars.id)
  const gone = await ada.delete({ collection, where: { title: { equals: 'Quiet' } } })
  assert.deepEqual([gone.docs.length, gone.errors], [1, []])
  return salt
}

async function versions({ ada }, project) {
  const collection = 'projects'
  const page = await ada.findVersions({ collection, where: { parent: { equals: project.id } }, sort: 'createdAt', depth: 0 })
  assert.equal(page.docs[0].version.title, 'Salt Road')
  assert.equal(page.docs.at(-1).latest, true)
  const version = await ada.findVersionByID({ collection, id: page.docs[0].id })
  assert.equal(version.version.title, 'Salt Road')
  await refused(ada.findVersionByID({ collection, id: 'nothing' }), 404)
  assert.equal(await ada.findVersionByID({ collection, id: 'nothing', disableErrors: true }), null)
  const restored = await ada.restoreVersion({ collection, id: version.id })
  assert.equal(restored.title, 'Salt Road')
  assert.equal((await ada.findByID({ collection, id: project.id })).title, 'Salt Road')
}

async function files({ ada }, project) {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  const file = new File([png], 'lighthouse.png', { type: 'image/png' })
  const data = { project: project.id, mediaType: 'style_reference', description: 'A lighthouse' }
  const media = await ada.create({ collection: 'media', data, file })
  assert.match(media.filename, /lighthouse/)
  const deadline = Date.now() + PATIENCE_MS
  let checked = media
  while (checked.status === 'processing' && Date.now() < deadline) {
    await pause(200)
    checked = await ada.findByID({ collection: 'media', id: media.id })
  }
  assert.equal(checked.status, 'active', checked.statusReason)
  const second = await ada.update({ collection: 'media', id: media.id, data: { tags: ['sea'] }, file: new File([png], 'tower.png', { type: 'image/png' }) })
  assert.deepEqual(second.tags, ['sea'])
  await refused(ada.create({ collection: 'media', data }), 400, /No files were uploaded/)
}

/** There are no globals here, and every method about them is told so. */
async function globals({ ada }) {
  const slug = 'settings'
  await refused(ada.findGlobal({ slug }), 404, /Route not found/)
  await refused(ada.findGlobalVersions({ slug }), 404, /Route not found/)
  await refused(ada.findGlobalVersionByID({ slug, id: '1' }), 404, /Route not found/)
  await refused(ada.restoreGlobalVersion({ slug, id: '1' }), 404, /Route not found/)
  await refused(ada.updateGlobal({ slug, data: { a: 1 } }), 404, /Route not found/)
}

const people = await accounts()
const project = await documents(people)
await versions(people, project)
await globals(people)
await files(people, project)

const methods = Object.getOwnPropertyNames(PayloadSDK.prototype).filter((name) => name !== 'constructor')
assert.deepEqual(methods.filter((name) => !called.has(name)), [], 'the SDK has methods that were not called')
console.log(JSON.stringify([...called].sort()))
