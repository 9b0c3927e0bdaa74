/*
 * Gateways tell by their own clock when an API key was used. One that is ahead would have kept a time to come, and later
 * uses from being kept until then.
 */
--!include tenancy/functions/record_api_key_uses.sql
