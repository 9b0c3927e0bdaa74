/* The words of the generated rows. No company, product or person is meant. */
create function pg_temp.first_names() returns text[] language sql immutable parallel safe
return '{Anna,Ben,Carla,Daniel,Elena,Farid,Grace,Henrik,Ines,Jakub,Keiko,Lars,María,Noah,Olga,Pavel,Rosa,Samuel,Tomás,Ursula,Viktor,Wanda,Yara,Zoë,Aisha,Björn,Chloé,Dmitri,Emre,Fátima,Giulia,Hugo,Ioana,José,Katarzyna,Léa,Mehmet,Nadia,Oscar,Priya,Renée,Søren,Thandi,Umut,Vera,Wei,Xenia,Yusuf,Zofia,Arjun,Beatriz,Caoimhe,Desta,Eero,Freya,Goran,Hana,Ivana,Jomo,Kwame,Linh,Mateo,Nils,Orla}'::text[];

-- The same names as they stand in e-mail addresses.
create function pg_temp.first_names_in_ascii() returns text[] language sql immutable parallel safe
return '{anna,ben,carla,daniel,elena,farid,grace,henrik,ines,jakub,keiko,lars,maria,noah,olga,pavel,rosa,samuel,tomas,ursula,viktor,wanda,yara,zoe,aisha,bjorn,chloe,dmitri,emre,fatima,giulia,hugo,ioana,jose,katarzyna,lea,mehmet,nadia,oscar,priya,renee,soren,thandi,umut,vera,wei,xenia,yusuf,zofia,arjun,beatriz,caoimhe,desta,eero,freya,goran,hana,ivana,jomo,kwame,linh,mateo,nils,orla}'::text[];

create function pg_temp.last_names() returns text[] language sql immutable parallel safe
return '{Almeida,Becker,Castillo,Dubois,Eriksson,Fischer,García,Haddad,Ivanov,Jensen,Kowalski,Lefèvre,Moreau,Novák,Okafor,Papadopoulos,Quintero,Rossi,Sato,Tanaka,Ueda,Virtanen,Weber,Yilmaz,Zieliński,Andersen,Bianchi,Costa,Demir,Fernández,Gruber,Horváth,Ibrahim,Jansen,Kaya,Lindqvist,Mbeki,Nguyen,O’Brien,Petrov,Romero,Schmidt,Takahashi,Urban,Vargas,Wagner,Xu,Yamamoto,Zhang,Abebe,Banerjee,Chowdhury,Dlamini,Esposito,Fontaine,Gallagher,Hansen,Iyer,Johansson,Khan,Laine,Murphy,Nowak,Osei}'::text[];

create function pg_temp.last_names_in_ascii() returns text[] language sql immutable parallel safe
return '{almeida,becker,castillo,dubois,eriksson,fischer,garcia,haddad,ivanov,jensen,kowalski,lefevre,moreau,novak,okafor,papadopoulos,quintero,rossi,sato,tanaka,ueda,virtanen,weber,yilmaz,zielinski,andersen,bianchi,costa,demir,fernandez,gruber,horvath,ibrahim,jansen,kaya,lindqvist,mbeki,nguyen,obrien,petrov,romero,schmidt,takahashi,urban,vargas,wagner,xu,yamamoto,zhang,abebe,banerjee,chowdhury,dlamini,esposito,fontaine,gallagher,hansen,iyer,johansson,khan,laine,murphy,nowak,osei}'::text[];

create function pg_temp.company_beginnings() returns text[] language sql immutable parallel safe
return '{Amber,Birch,Cedar,Copper,Dune,Elm,Falcon,Fern,Granite,Harbour,Heron,Indigo,Juniper,Kestrel,Lantern,Linden,Maple,Meadow,North,Oak,Orchard,Pebble,Quarry,Quill,River,Saffron,Silver,Spruce,Stone,Summit,Thistle,Tide,Umber,Valley,Willow,Winter}'::text[];

create function pg_temp.company_endings() returns text[] language sql immutable parallel safe
return '{Bakery,Brothers,Care,Cleaning,Clinic,Consulting,Dental,Design,Electrics,Fitness,Gardens,Health,Heating,Homes,Kitchens,Legal,Logistics,Motors,Optics,Partners,Physiotherapy,Print,Roofing,Salon,School,Software,Studio,Supplies,Travel,Works}'::text[];

create function pg_temp.streets() returns text[] language sql immutable parallel safe
return '{High Street,Mill Lane,Church Road,Lindenallee,Bahnhofstraße,Rue des Lilas,Avenue du Parc,Calle Mayor,Via Garibaldi,Storgatan,Kerkstraat,Station Road,Park Avenue,Gartenweg,Rue du Moulin,Calle del Sol}'::text[];

create function pg_temp.towns() returns text[] language sql immutable parallel safe
return '{Ashford-on-Wye,Birkenau,Clairmont,Dunmore,Eastwick,Felsburg,Grünwalde,Hillcrest,Isleworth,Juncal,Kirkby,Lindhagen,Montclair,Norrby,Oakdale,Pontvert}'::text[];

create function pg_temp.occasions() returns text[] language sql immutable parallel safe
return '{a first appointment,the yearly check,a larger package,the renewal,the new branch,training for the team,a repair,the spring offer,monthly care,a second opinion,the website,the delivery,an invoice,a change of plan,the waiting list,opening hours}'::text[];

create function pg_temp.subjects() returns text[] language sql immutable parallel safe
return '{Question about,Request for,Offer for,Change to,Confirmation of,Problem with,Thank you for,Reminder of}'::text[];

create function pg_temp.openings() returns text[] language sql immutable parallel safe
return '{Thank you for getting in touch.,Good morning!,Hello and thanks for the quick answer.,Just a short question.,I tried to call you this morning.,Sorry for the late reply.,Guten Tag!,Bonjour !,Buenos días.,We talked about this last week.,Following up on our call.,I hope you are well.}'::text[];

create function pg_temp.sentences() returns text[] language sql immutable parallel safe
return '{Could we move it to Thursday afternoon?,The last visit went very well.,Please send me the price list.,I am still waiting for the invoice.,Can you tell me what is included?,We would like to go ahead.,There is a place free on Monday.,The document is attached.,My address has changed.,That works for us.,Nobody answered the phone.,I need to cancel this one.,Ist das auch am Samstag möglich?,Merci de me rappeler.,¿Me puede confirmar la hora?,The link in the message does not open.,We will come back to you by Friday.,Please use the side entrance.,The second payment has gone out.,How long does it usually take?,It is the same problem as in spring.,I have filled in the form.,Is parking available?,We are very happy with the result.}'::text[];

create function pg_temp.closings() returns text[] language sql immutable parallel safe
return '{Best regards,Many thanks!,See you soon,Thanks,Viele Grüße,Cordialement,Un saludo,Talk soon}'::text[];

create function pg_temp.tags() returns text[] language sql immutable parallel safe
return '{vip,newsletter,referral,walk-in,returning,trade,student,family,north,south,priority,2025,partner,late-payer,online,event}'::text[];

create function pg_temp.sources() returns text[] language sql immutable parallel safe
return '{website,website,website,referral,referral,phone,phone,form,form,event,walk-in,import,partner}'::text[];

create function pg_temp.services() returns text[] language sql immutable parallel safe
return '{First consultation,Check-up,Follow-up visit,Deep cleaning,Express service,Home visit,Video call,Group course,Installation,Maintenance,Fitting,Photo session}'::text[];
