import { Controller } from '@nestjs/common';
import { routes } from '@tessera/contract';
import { Endpoint, FileAnswer, RawJson, type Call, type EndpointResult } from '../http/endpoint.ts';
import { FILE_KINDS } from './export-file/export-file.ts';
import { nameOf, RecordExport } from './record-export.ts';
import { RecordHistory } from './record-history.ts';
import { RecordReader } from './record-reader.ts';

@Controller()
export class RecordsController {
  constructor(
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

  @Endpoint(routes.groupRecords)
  async group({ actor, params, body }: Call<typeof routes.groupRecords>): Promise<EndpointResult<typeof routes.groupRecords>> {
    return new RawJson(await this.reader.group(actor, params.entity, body));
  }

  @Endpoint(routes.distinctValues)
  async distinct({ actor, params, body }: Call<typeof routes.distinctValues>): Promise<EndpointResult<typeof routes.distinctValues>> {
    return new RawJson(await this.reader.distinct(actor, params.entity, body));
  }

  @Endpoint(routes.trashedRecords)
  async trash({ actor, params }: Call<typeof routes.trashedRecords>): Promise<EndpointResult<typeof routes.trashedRecords>> {
    return { items: await this.reader.trash(actor, params.entity) };
  }

  @Endpoint(routes.exportRecords)
  async export({ actor, params, body }: Call<typeof routes.exportRecords>): Promise<EndpointResult<typeof routes.exportRecords>> {
    const { format = 'csv', ...request } = body;
    const { mediaType, extension } = FILE_KINDS[format];
    const stream = await this.exports.file(actor, { entity: params.entity, ...request }, format);
    return new FileAnswer(stream, mediaType, `${nameOf(actor, params.entity)}.${extension}`);
  }

  @Endpoint(routes.readRecord)
  async read({ actor, params }: Call<typeof routes.readRecord>): Promise<EndpointResult<typeof routes.readRecord>> {
    return new RawJson(await this.reader.record(actor, params.entity, params.id));
  }

  @Endpoint(routes.recordHistory)
  async history({ actor, params }: Call<typeof routes.recordHistory>): Promise<EndpointResult<typeof routes.recordHistory>> {
    return { items: await this.histories.read(actor, params.entity, params.id) };
  }
}
