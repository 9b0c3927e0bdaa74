-- Files on what they belong to; their bytes are not part of the demonstration.

insert into app_public.attachments (organization_id, filename, content_type, byte_size, sha256, uploaded_by_id, deal_id)
select d.organization_id, f.filename, f.content_type, f.byte_size, encode(sha256(f.filename::bytea), 'hex'), d.owner_id, d.id
from (
  values
    ('clientflow-demo', 'Family treatment plan', 'treatment-plan.pdf', 'application/pdf', 184320),
    ('clientflow-demo', 'Posture courses for Kestrel', 'seminar-room.jpg', 'image/jpeg', 912384),
    ('northwind-studio', 'Corporate retreat', 'retreat-outline.pdf', 'application/pdf', 65536)
) as f (slug, deal, filename, content_type, byte_size)
join app_public.organizations o on o.slug = f.slug
join app_public.deals d on d.organization_id = o.id and d.title = f.deal;
