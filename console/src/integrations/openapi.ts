/** The description of the API, as far as a page shows it. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  format?: string
  title?: string
  description?: string
  default?: unknown
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  additionalProperties?: Schema | boolean
  maxLength?: number
  minimum?: number
  maximum?: number
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema
}

export interface Operation {
  summary?: string
  description?: string
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>
}

export interface Description {
  info: { title: string; version: string }
  tags?: { name: string; description?: string }[]
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

export interface Route {
  id: string
  method: string
  path: string
  operation: Operation
}

export interface Field {
  name: string
  type: string
  required: boolean
  note: string
  /** Fields of the object, or of the list's objects; they are made when somebody opens them. */
  inner?: () => Field[]
}

/** All routes by section, those that have the words in their path or summary. */
export function routesOf(all: Description, words: string): { name: string; title: string; routes: Route[] }[] {
  const wanted = words.trim().toLowerCase()
  const names = new Map((all.tags ?? []).map((one) => [one.name, one.description ?? one.name]))
  const found = new Map<string, Route[]>()
  for (const [path, operations] of Object.entries(all.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (wanted && ![path, operation.summary ?? '', method].some((one) => one.toLowerCase().includes(wanted))) continue
      const tag = operation.tags?.[0] ?? ''
      found.set(tag, [...(found.get(tag) ?? []), { id: `${method} ${path}`, method, path, operation }])
    }
  }
  const order = [...names.keys(), ...found.keys()]
  return [...new Set(order)].filter((one) => found.has(one)).map((name) => ({ name, title: names.get(name) ?? name, routes: found.get(name)! }))
}

/** What a schema is, in one line: `string`, `PushState（6 种）`, `Article[]`, `string | null`. */
export function typeOf(all: Description, schema: Schema | undefined): string {
  if (!schema) return ''
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1)!
    const target = resolved(all, schema)
    return target.enum ? target.enum.join(' | ') : name
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.join(' | ')
  const several = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (several) return [...new Set(several.map((one) => typeOf(all, one)))].join(' | ')
  if (schema.items) return `${typeOf(all, schema.items)}[]`
  if (typeof schema.additionalProperties === 'object') return `{ …: ${typeOf(all, schema.additionalProperties)} }`
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any')
  return schema.format ? `${type}（${schema.format}）` : type
}

/** The fields of an object, or of the objects of a list. */
export function fieldsOf(all: Description, schema: Schema | undefined): Field[] {
  const target = object(all, schema)
  const required = new Set(target?.required)
  return Object.entries(target?.properties ?? {}).map(([name, one]) => {
    const inner = object(all, one)?.properties
    return {
      name,
      type: typeOf(all, one),
      required: required.has(name),
      note: note(one),
      inner: inner ? () => fieldsOf(all, one) : undefined,
    }
  })
}

export function note(schema: Schema | undefined): string {
  if (!schema) return ''
  const limits = [
    schema.maxLength !== undefined ? `≤ ${schema.maxLength} 字` : '',
    schema.minimum !== undefined ? `≥ ${schema.minimum}` : '',
    schema.maximum !== undefined ? `≤ ${schema.maximum}` : '',
    schema.default !== undefined && schema.default !== '' && schema.default !== null ? `默认 ${JSON.stringify(schema.default)}` : '',
  ]
  return [schema.description ?? '', ...limits].filter(Boolean).join('；')
}

function object(all: Description, schema: Schema | undefined): Schema | undefined {
  if (!schema) return undefined
  const target = resolved(all, schema)
  if (target.properties) return target
  if (target.items) return object(all, target.items)
  const several = target.anyOf ?? target.oneOf ?? target.allOf
  return several?.map((one) => object(all, one)).find((one) => one?.properties)
}

function resolved(all: Description, schema: Schema): Schema {
  return schema.$ref ? (all.components?.schemas?.[schema.$ref.split('/').at(-1)!] ?? {}) : schema
}
