import type { OwnedRows, WorldMaker } from "./rows.ts";

export interface SchedulingWorld {
  readonly acme: {
    readonly services: {
      readonly common: string;
      /** Not offered any more. */
      readonly former: string;
      readonly norths: string;
      readonly souths: string;
    };
    /** From 2031 on; Rita's is that of the client portal's contact. */
    readonly appointments: OwnedRows;
    readonly reviews: {
      /** By the client portal's contact, of the whole organization. */
      readonly clients: string;
      readonly norths: string;
      readonly souths: string;
    };
  };
  readonly globex: { readonly serviceId: string; readonly appointmentId: string; readonly reviewId: string };
}

const hour = (day: number) => ({
  starts_at: `2031-01-${String(day).padStart(2, "0")}T09:00:00Z`,
  ends_at: `2031-01-${String(day).padStart(2, "0")}T10:00:00Z`,
});

/** Makes services, appointments and reviews in both organizations. */
export async function createSchedulingWorld(
  { insert, owned }: WorldMaker,
  acme: { id: string; businesses: { north: string; south: string }; contacts: OwnedRows },
  globex: { id: string; contactId: string; owner: { membershipId: string } },
): Promise<SchedulingWorld> {
  const service = (organization_id: string, name: string, more: object = {}) =>
    insert("services", { organization_id, name, duration_minutes: 30, price_cents: 4_500, ...more });
  const { north, south } = acme.businesses;
  const services = {
    common: await service(acme.id, "Consultation"),
    former: await service(acme.id, "Bloodletting", { is_active: false }),
    norths: await service(acme.id, "North’s service", { business_id: north }),
    souths: await service(acme.id, "South’s service", { business_id: south }),
  };
  let day = 0;
  const appointments = await owned("appointments", "staff_id", (whose) => {
    const contact_id = whose.startsWith("Rita") ? acme.contacts.reps : acme.contacts.outsiders;
    day += 1;
    return { service_id: services.common, contact_id, notes: `${whose} note`, ...hour(day) };
  });
  const review = (more: object) => insert("reviews", { organization_id: acme.id, rating: 4, ...more });
  const reviews = {
    clients: await review({ contact_id: acme.contacts.reps }),
    norths: await review({ business_id: north }),
    souths: await review({ business_id: south, service_id: services.souths }),
  };

  const organization_id = globex.id;
  const contact_id = globex.contactId;
  const serviceId = await service(organization_id, "Globex service");
  const staff_id = globex.owner.membershipId;
  const booking = { organization_id, contact_id, staff_id, service_id: serviceId, ...hour(1) };
  const appointmentId = await insert("appointments", booking);
  const reviewId = await insert("reviews", { organization_id, contact_id, appointment_id: appointmentId, rating: 2 });
  return { acme: { services, appointments, reviews }, globex: { serviceId, appointmentId, reviewId } };
}
