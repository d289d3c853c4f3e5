using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Atlas.Persistence.Migrations;

/// <summary>
/// The second wall between tenants, put up after every migration so that no new table can be forgotten: run-time roles that own
/// nothing, and a row-level security policy on every table that has a <c>tenant_id</c>, except the outbox, which only the relay reads.
/// </summary>
static class Walls
{
    /// <summary>Annotation of tables into which rows are only ever added: nobody may change or delete them.</summary>
    public const string AppendOnly = "Atlas:AppendOnly";

    public static string Sql(Database database, IModel model)
    {
        var (app, worker) = (database.AppRole, database.WorkerRole);
        var appendOnly = model.GetEntityTypes()
            .Where(entity => entity.FindAnnotation(AppendOnly) is not null)
            .Select(entity => $"revoke update, delete, truncate on {entity.GetTableName()} from {app}, {worker};");
        return $"""
            do $$ begin
              {CreateRole(app, database.PasswordOf(app))}
              {CreateRole(worker, database.PasswordOf(worker))}
            end $$;
            revoke all on schema public from public;
            grant usage on schema public to {app}, {worker};
            grant select, insert, update, delete on all tables in schema public to {app}, {worker};
            grant usage, select on all sequences in schema public to {app}, {worker};
            revoke all on "__EFMigrationsHistory" from {app}, {worker};
            revoke select, update, delete on outbox from {app};
            revoke update, delete on inbox from {app};
            {string.Join('\n', appendOnly)}
            alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
            do $$
            declare t text;
            begin
              for t in
                select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                  and c.relname <> 'outbox'
                  and not exists (select from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname and p.policyname = 'one_tenant')
              loop
                execute format('alter table %I enable row level security', t);
                execute format('alter table %I force row level security', t);
                execute format('create policy one_tenant on %I to {app} using (tenant_id = current_setting(''{TenantInTransaction.Setting}''))', t);
                execute format('create policy all_tenants on %I to {worker} using (true)', t);
              end loop;
              -- A partition has no policy of its own: the only way to its rows is through the table.
              for t in select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relkind in ('r', 'p') loop
                execute format('revoke all on %I from {app}, {worker}', t);
              end loop;
            end $$;
            """;
    }

    static string CreateRole(string role, string password) => $"""
        if not exists (select from pg_roles where rolname = '{role}') then
                create role {role} login nosuperuser nocreatedb nocreaterole nobypassrls;
              end if;
              alter role {role} password '{password}';
        """;
}
