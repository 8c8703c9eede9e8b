//! An older program works with the database of a newer one: `docs/adr/0016-expand-then-contract.md`.

on_both_engines! {
    async fn a_program_starts_on_the_schema_of_a_newer_one_and_knows_it(world) {
        assert_eq!(world.open_again().await.unknown_migration().await.unwrap(), None);
        let newer = "INSERT INTO _sqlx_migrations \
                 (version, description, success, checksum, execution_time) \
             VALUES (9999, 'tomorrow', TRUE, 'x', 0)";
        world.run(newer).await.unwrap();
        assert_eq!(world.open_again().await.unknown_migration().await.unwrap(), Some(9999));
    }
}
