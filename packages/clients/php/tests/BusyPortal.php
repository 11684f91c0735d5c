<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Client;
use B24CallList\ErrorCode;
use B24CallList\Transport\Request;
use B24CallList\Transport\Response;

/** A portal with one list, number 13, on which operators work. */
final class BusyPortal
{
    /** Contacts exist up to this id. */
    private const HIGHEST_CONTACT = 1_000_000;

    public readonly Client $client;
    public int $requests = 0;
    /** @var list<array{entities: list<int>, form: ?int}> updates that were carried out */
    public array $updates = [];
    /** @var \Closure(Request): void|null what happens before a request */
    public ?\Closure $before = null;

    public function __construct(
        public readonly BusyList $list,
        private readonly ?string $form = '5',
        private readonly string $entityType = 'CONTACT',
        FakeClock $clock = new FakeClock(),
    ) {
        $this->client = Portal::client(new FakeTransport($this->answer(...)), $clock);
    }

    private function answer(Request $request): Response
    {
        ++$this->requests;
        $this->list->pause();
        if ($this->before !== null) {
            ($this->before)($request);
        }
        $method = basename($request->url());
        if ($method === 'batch') {
            return Portal::batch($this->run(...))($request);
        }
        $result = $this->run($method, json_decode($request->body(), true));
        return $result instanceof Response ? $result : Portal::result($result);
    }

    private function run(string $method, array $params): mixed
    {
        if ($method === 'crm.calllist.get') {
            return ['WEBFORM_ID' => $this->form, 'ENTITY_TYPE' => $this->entityType] + Portal::ROW;
        }
        if ($method === 'crm.calllist.items.get') {
            $rows = [];
            foreach ($this->list->page((int) ($params['start'] ?? 0), $params['FILTER']['STATUS'] ?? null) as $row) {
                $rows[] = $row->toWire();
            }
            return $rows === [] ? Portal::error(403, ErrorCode::ACCESS_ERROR) : $rows;
        }
        if ($params['ENTITY_TYPE'] !== 'CONTACT') {
            return Portal::error(400, ErrorCode::ENTITY_TYPE_ERROR);
        }
        $ids = array_map(intval(...), $params['ENTITIES']);
        $isWrong = fn (int $id): bool => isset($this->list->deleted[$id]) || $id > self::HIGHEST_CONTACT;
        if ($ids === [] || array_filter($ids, $isWrong) !== [] || $ids !== array_unique($ids)) {
            return Portal::error(400, ErrorCode::ENTITIES_ERROR, 'Incorrect entities id');
        }
        if ((int) $params['LIST_ID'] !== 13) {
            return Portal::error(400, ErrorCode::LIST_ID_ERROR, 'Incorrect list id or access denied');
        }
        $this->updates[] = ['entities' => $ids, 'form' => $params['WEBFORM_ID'] ?? null];
        $this->list->update($ids);
        $this->list->work();
        return true;
    }
}
