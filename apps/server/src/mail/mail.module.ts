import { Global, Module } from '@nestjs/common';
import { MailSender } from './mail-sender.ts';
import { Mails } from './mails.ts';

@Global()
@Module({ providers: [Mails, MailSender], exports: [Mails, MailSender] })
export class MailModule {}
