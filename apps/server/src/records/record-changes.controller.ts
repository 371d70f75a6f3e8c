import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, RawJson, type Call, type EndpointResult } from '../http/endpoint.ts';
import { idempotencyKeyOf, versionOf } from './change-headers.ts';
import { DuplicateRecords } from './duplicate-records.ts';
import type { KeyedRequest } from './idempotency.ts';
import { RecordButtons } from './record-buttons.ts';
import { RecordsService } from './records.service.ts';

/** Everything that changes records; reading them is the business of records.controller.ts. */
@Controller()
export class RecordChangesController {
  constructor(
    private readonly records: RecordsService,
    private readonly duplicates: DuplicateRecords,
    private readonly buttons: RecordButtons,
  ) {}

  @Endpoint(routes.createRecord)
  async create(call: Call<typeof routes.createRecord>): Promise<EndpointResult<typeof routes.createRecord>> {
    const { actor, params, body } = call;
    return new RawJson(await this.records.create(actor, params.entity, body.values, body.submit ?? false, keyed('create', call)));
  }

  @Endpoint(routes.updateRecord)
  async update(call: Call<typeof routes.updateRecord>): Promise<EndpointResult<typeof routes.updateRecord>> {
    const { actor, params, body, headers } = call;
    const change = { values: body.values, version: versionOf(headers, body.version) };
    return new RawJson(await this.records.update(actor, params.entity, params.id, change, body.submit ?? false, keyed('update', call)));
  }

  @Endpoint(routes.deleteRecord)
  delete({ actor, params, query, headers }: Call<typeof routes.deleteRecord>): Promise<EndpointResult<typeof routes.deleteRecord>> {
    return this.records.delete(actor, params.entity, params.id, versionOf(headers, query.version));
  }

  @Endpoint(routes.changeRecords)
  async bulk(call: Call<typeof routes.changeRecords>): Promise<EndpointResult<typeof routes.changeRecords>> {
    const { actor, params, body, locale, requestId } = call;
    return new RawJson(await this.records.bulk(actor, params.entity, body, locale, requestId, keyed('bulk', call)));
  }

  @Endpoint(routes.restoreRecord)
  async restore(call: Call<typeof routes.restoreRecord>): Promise<EndpointResult<typeof routes.restoreRecord>> {
    const { actor, params } = call;
    return new RawJson(await this.records.restore(actor, params.entity, params.id, keyed('restore', call)));
  }

  @Endpoint(routes.mergeRecords)
  async merge(call: Call<typeof routes.mergeRecords>): Promise<EndpointResult<typeof routes.mergeRecords>> {
    const { actor, params, body } = call;
    return new RawJson(await this.records.merge(actor, params.entity, params.id, body, keyed('merge', call)));
  }

  @Endpoint(routes.findDuplicates)
  async findDuplicates({ actor, params, body }: Call<typeof routes.findDuplicates>): Promise<EndpointResult<typeof routes.findDuplicates>> {
    return { items: await this.duplicates.find(actor, params.entity, body.values, body.id) };
  }

  @Endpoint(routes.pressButton)
  async press(call: Call<typeof routes.pressButton>): Promise<EndpointResult<typeof routes.pressButton>> {
    const { actor, params } = call;
    return new RawJson(await this.buttons.press(actor, params.entity, params.id, params.field, keyed('press', call)));
  }
}

const keyed = (kind: string, { params, body, headers }: { params: unknown; body?: unknown; headers: Call['headers'] }): KeyedRequest => ({
  key: idempotencyKeyOf(headers),
  request: [kind, params, body ?? null, headers['if-match'] ?? null],
});
