import { Controller } from '@nestjs/common';
import { routes, textIn } from '@tessera/contract';
import { Endpoint, FileAnswer, RawJson, type Call, type EndpointResult } from '../http/endpoint.ts';
import { RecordExport } from './record-export.ts';
import { RecordHistory } from './record-history.ts';
import { RecordReader } from './record-reader.ts';
import { RecordsService } from './records.service.ts';

@Controller()
export class RecordsController {
  constructor(
    private readonly records: RecordsService,
    private readonly reader: RecordReader,
    private readonly histories: RecordHistory,
    private readonly exports: RecordExport,
  ) {}

  @Endpoint(routes.queryRecords)
  async query({ actor, params, body }: Call<typeof routes.queryRecords>): Promise<EndpointResult<typeof routes.queryRecords>> {
    return new RawJson(await this.reader.page(actor, params.entity, body));
  }

  @Endpoint(routes.countRecords)
  async count({ actor, params, body }: Call<typeof routes.countRecords>): Promise<EndpointResult<typeof routes.countRecords>> {
    return { count: await this.reader.count(actor, params.entity, body) };
  }

  @Endpoint(routes.exportRecords)
  async export({ actor, params, body }: Call<typeof routes.exportRecords>): Promise<EndpointResult<typeof routes.exportRecords>> {
    const stream = this.exports.export(actor, { entity: params.entity, ...body });
    const name = textIn(actor.design.entities.get(params.entity)?.document.label, actor.locale);
    return new FileAnswer(stream, 'text/csv; charset=utf-8', `${name}.csv`);
  }

  @Endpoint(routes.readRecord)
  async read({ actor, params }: Call<typeof routes.readRecord>): Promise<EndpointResult<typeof routes.readRecord>> {
    return new RawJson(await this.reader.record(actor, params.entity, params.id));
  }

  @Endpoint(routes.createRecord)
  create({ actor, params, body }: Call<typeof routes.createRecord>): Promise<EndpointResult<typeof routes.createRecord>> {
    return this.records.create(actor, params.entity, body.values, body.submit ?? false);
  }

  @Endpoint(routes.updateRecord)
  update({ actor, params, body }: Call<typeof routes.updateRecord>): Promise<EndpointResult<typeof routes.updateRecord>> {
    return this.records.update(actor, params.entity, params.id, body, body.submit ?? false);
  }

  @Endpoint(routes.deleteRecord)
  delete({ actor, params, query }: Call<typeof routes.deleteRecord>): Promise<EndpointResult<typeof routes.deleteRecord>> {
    return this.records.delete(actor, params.entity, params.id, query.version);
  }

  @Endpoint(routes.recordHistory)
  async history({ actor, params }: Call<typeof routes.recordHistory>): Promise<EndpointResult<typeof routes.recordHistory>> {
    return { items: await this.histories.read(actor, params.entity, params.id) };
  }
}
