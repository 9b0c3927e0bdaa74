drop function app_public.mark_conversation_read(uuid);

drop table
  app_public.call_campaign_targets,
  app_public.calls,
  app_public.call_campaigns,
  app_public.messages,
  app_public.conversations,
  app_public.ai_scripts,
  app_public.message_templates;

drop table
  app_public.ai_script_kinds,
  app_public.call_campaign_statuses,
  app_public.call_campaign_target_states,
  app_public.call_statuses,
  app_public.channels,
  app_public.conversation_statuses,
  app_public.message_statuses,
  app_public.message_template_types;

drop function app_private.tg_ai_scripts__find_variables();
drop function app_private.tg_call_campaign_targets__count_attempt();
drop function app_private.tg_call_campaign_targets__normalize();
drop function app_private.tg_calls__find_contact();
drop function app_private.tg_calls__follow_status();
drop function app_private.tg_calls__touch();
drop function app_private.tg_conversations__take_messages_along();
drop function app_private.tg_message_templates__find_variables();
drop function app_private.tg_messages__address();
drop function app_private.tg_messages__count_template_use();
drop function app_private.tg_messages__find_conversation();
drop function app_private.tg_messages__follow_status();
drop function app_private.tg_messages__join_conversation();
drop function app_private.tg_messages__summarize();
drop function app_private.tg_messages__touch_contact();
drop function app_private.business_of_address(uuid, text);
drop function app_private.find_or_create_conversation(uuid, uuid, uuid, text, text);
drop function app_private.find_or_create_correspondent(uuid, uuid, text, text);
drop function app_private.normalize_address(uuid, text, text, text, boolean);
drop function app_private.is_email_address(text);
drop function app_private.message_preview(text, text);
drop function app_private.placeholders(text);
drop function app_private.touch_contact(uuid, uuid, uuid, timestamptz);

-- The organizations' own roles lose these permissions as well.
delete from app_public.permissions
where resource in ('conversations', 'calls', 'call_campaigns', 'message_templates', 'ai_scripts');
